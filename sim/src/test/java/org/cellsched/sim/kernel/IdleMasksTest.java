package org.cellsched.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;

class IdleMasksTest {

  @Property(tries = 100)
  void coreCountsAsIdleWhileASiblingWorks(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int smt,
      @ForAll SiblingNumbering numbering) {
    Topology topology = Topology.regular(1, 1, 2, 20, smt, numbering);
    IdleMasks masks = new IdleMasks(topology);
    Random random = new Random(seed);
    boolean[] idle = new boolean[topology.cpuCount()];
    for (int step = 0; step < 300; step++) {
      int changed = random.nextInt(topology.cpuCount());
      idle[changed] = random.nextInt(4) > 0;
      if (idle[changed]) {
        masks.add(changed);
      } else {
        masks.remove(changed);
      }
      for (int cpu = 0; cpu < idle.length; cpu++) {
        assertThat(masks.contains(cpu)).isEqualTo(idle[cpu]);
        boolean wholeCore = true;
        for (int sibling : topology.coreMask(topology.coreOf(cpu)).toArray()) {
          wholeCore &= idle[sibling];
        }
        assertThat((masks.cores[cpu / 64] >>> cpu % 64 & 1) != 0).isEqualTo(wholeCore);
      }
    }
  }
}
