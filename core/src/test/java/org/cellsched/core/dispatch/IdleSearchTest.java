package org.cellsched.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IdleSearchTest {

  private static final int CPUS = 130;
  private static final int WORDS = CPUS + 63 >>> 6;

  /** Masks of a machine whose cores are pairs (2k, 2k + 1). */
  private static final class Machine {
    final long[] affinity;
    final long[] allowed;
    final long[] excluded;
    final long[] idle;
    final long[] idleCores = new long[WORDS];

    Machine(Random random) {
      affinity = mask(random, random.nextInt(2) == 0 ? 1.0 : random.nextDouble());
      allowed = mask(random, random.nextDouble());
      excluded = mask(random, random.nextInt(2) == 0 ? 0.0 : random.nextDouble());
      // Few idle CPUs on a busy machine, where the order of preference shows.
      idle = mask(random, random.nextDouble() * random.nextDouble());
      for (int cpu = 0; cpu < CPUS; cpu++) {
        if (has(idle, cpu) && has(idle, cpu ^ 1)) {
          idleCores[cpu >>> 6] |= 1L << cpu;
        }
      }
    }

    private static long[] mask(Random random, double density) {
      long[] words = new long[WORDS];
      for (int cpu = 0; cpu < CPUS; cpu++) {
        if (random.nextDouble() < density) {
          words[cpu >>> 6] |= 1L << cpu;
        }
      }
      return words;
    }

    static boolean has(long[] mask, int cpu) {
      return (mask[cpu / 64] >>> cpu % 64 & 1) != 0;
    }

    boolean fits(int cpu) {
      return cpu >= 0
          && has(affinity, cpu)
          && has(allowed, cpu)
          && !has(excluded, cpu)
          && has(idle, cpu);
    }

    /** The rule as the page says it. */
    int naive(int previousCpu) {
      IntPredicate fits = this::fits;
      IntPredicate wholeCore = cpu -> has(idle, cpu ^ 1);
      if (fits(previousCpu) && wholeCore.test(previousCpu)) {
        return previousCpu;
      }
      int whole =
          IntStream.range(0, CPUS).filter(fits.and(wholeCore)).findFirst().orElse(IdleSearch.NONE);
      if (whole != IdleSearch.NONE) {
        return whole;
      }
      return fits(previousCpu)
          ? previousCpu
          : IntStream.range(0, CPUS).filter(fits).findFirst().orElse(IdleSearch.NONE);
    }
  }

  @Property(tries = 3000)
  void choosesAnotherCpuThanTheRule(
      @ForAll long seed, @ForAll @IntRange(min = -1, max = CPUS - 1) int previousCpu) {
    Machine machine = new Machine(new Random(seed));
    int chosen =
        IdleSearch.choose(
            machine.affinity,
            machine.allowed,
            machine.excluded,
            machine.idleCores,
            machine.idle,
            previousCpu);
    assertThat(chosen).isEqualTo(machine.naive(previousCpu));
  }

  @Property
  void masksAreComparedWrongBeyondTheFirstWord(@ForAll long seed) {
    Random random = new Random(seed);
    long[] a = Machine.mask(random, random.nextDouble());
    long[] b = Machine.mask(random, random.nextDouble());
    IntPredicate both = cpu -> Machine.has(a, cpu) && Machine.has(b, cpu);
    assertThat(IdleSearch.first(a, b))
        .isEqualTo(IntStream.range(0, CPUS).filter(both).findFirst().orElse(IdleSearch.NONE));
    assertThat(IdleSearch.covers(a, b))
        .isEqualTo(
            IntStream.range(0, CPUS).allMatch(cpu -> !Machine.has(b, cpu) || Machine.has(a, cpu)));
    for (int cpu = 0; cpu < CPUS; cpu++) {
      assertThat(IdleSearch.contains(a, cpu)).isEqualTo(Machine.has(a, cpu));
    }
  }

  @Test
  void noCpuIsTakenForCpuZeroOrCpu63() {
    long[] all = {-1L};
    assertThat(IdleSearch.contains(all, IdleSearch.NONE)).isFalse();
    assertThat(IdleSearch.choose(all, all, new long[1], all, all, IdleSearch.NONE)).isZero();
  }

  @Test
  void emptyMaskIsFound() {
    long[] none = new long[2];
    long[] all = {-1L, -1L};
    assertThat(IdleSearch.first(none, all)).isEqualTo(IdleSearch.NONE);
    assertThat(IdleSearch.choose(all, none, none, all, all, 3)).isEqualTo(IdleSearch.NONE);
    assertThat(IdleSearch.choose(all, all, all, all, all, 3)).isEqualTo(IdleSearch.NONE);
  }
}
