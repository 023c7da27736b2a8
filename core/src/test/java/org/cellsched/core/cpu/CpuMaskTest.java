package org.cellsched.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Against java.util's sets, with CPU numbers around word borders. */
class CpuMaskTest {

  private static CpuMask mask(Set<Integer> cpus) {
    return CpuMask.of(cpus.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Set<Integer> set(CpuMask mask) {
    Set<Integer> set = new TreeSet<>();
    mask.forEach(set::add);
    return set;
  }

  @Property
  void algebraDiffersFromThatOfSets(
      @ForAll Set<@IntRange(max = 200) Integer> left,
      @ForAll Set<@IntRange(max = 200) Integer> right) {
    Set<Integer> union = new TreeSet<>(left);
    union.addAll(right);
    Set<Integer> both = new TreeSet<>(left);
    both.retainAll(right);
    Set<Integer> rest = new TreeSet<>(left);
    rest.removeAll(right);
    assertThat(set(mask(left).or(mask(right)))).isEqualTo(union);
    assertThat(set(mask(left).and(mask(right)))).isEqualTo(both);
    assertThat(set(mask(left).andNot(mask(right)))).isEqualTo(rest);
    assertThat(mask(left).intersects(mask(right))).isEqualTo(!both.isEmpty());
    assertThat(mask(left).isSubsetOf(mask(right))).isEqualTo(right.containsAll(left));
  }

  @Property
  void queriesDifferFromThoseOfSets(@ForAll Set<@IntRange(max = 200) Integer> cpus) {
    CpuMask mask = mask(cpus);
    TreeSet<Integer> sorted = new TreeSet<>(cpus);
    assertThat(mask.size()).isEqualTo(sorted.size());
    assertThat(mask.isEmpty()).isEqualTo(sorted.isEmpty());
    assertThat(mask.first()).isEqualTo(sorted.isEmpty() ? -1 : sorted.first());
    assertThat(mask.last()).isEqualTo(sorted.isEmpty() ? -1 : sorted.last());
    for (int cpu = 0; cpu <= 260; cpu++) {
      Integer next = sorted.ceiling(cpu);
      assertThat(mask.next(cpu)).isEqualTo(next == null ? -1 : next);
      assertThat(mask.contains(cpu)).isEqualTo(sorted.contains(cpu));
    }
  }

  /** A mask that lost its highest CPUs must equal one that never had them. */
  @Property
  void equalSetsAreUnequalMasks(
      @ForAll Set<@IntRange(max = 200) Integer> cpus, @ForAll @IntRange(max = 8191) int extra) {
    CpuMask mask = mask(cpus);
    CpuMask detour = mask.with(extra).without(extra);
    CpuMask expected = mask.without(extra);
    assertThat(detour).isEqualTo(expected).hasSameHashCodeAs(expected);
  }

  @Test
  void numbersOutsideTheMaskAreMistaken() {
    CpuMask mask = CpuMask.of(0, 63, 64);
    assertThat(mask.contains(-1)).isFalse();
    assertThat(mask.contains(128)).isFalse();
    assertThat(mask.contains(64)).isTrue();
    assertThat(mask.contains(Integer.MIN_VALUE)).isFalse();
    assertThatThrownBy(() -> CpuMask.of(8192)).hasMessage("CPU 8192 is outside 0..8191");
    assertThatThrownBy(() -> CpuMask.of(-1)).hasMessage("CPU -1 is outside 0..8191");
  }

  @Test
  void emptyRangeHasCpus() {
    assertThat(CpuMask.range(3, 2)).isEqualTo(CpuMask.none());
    assertThat(CpuMask.firstCpus(0)).isEqualTo(CpuMask.none());
  }

  @Test
  void wordsAreCutOffOrShared() {
    CpuMask mask = CpuMask.of(0, 64);
    assertThat(mask.toWords(3)).containsExactly(1, 1, 0);
    assertThatThrownBy(() -> mask.toWords(1)).hasMessage("CPU 64 does not fit 1 words");
    mask.toWords(2)[0] = 0;
    assertThat(mask.contains(0)).isTrue();
  }

  @Property
  void mutableTwinDiffers(@ForAll List<@IntRange(min = -130, max = 130) Integer> changes) {
    MutableCpuMask mutable = new MutableCpuMask(8);
    CpuMask mask = CpuMask.none();
    for (int change : changes) {
      int cpu = Math.abs(change);
      if (change < 0) {
        mutable.clear(cpu);
        mask = mask.without(cpu);
      } else {
        mutable.set(cpu);
        mask = mask.with(cpu);
      }
    }
    assertThat(mutable.toImmutable()).isEqualTo(mask);
    assertThat(mutable.size()).isEqualTo(mask.size());
    assertThat(mutable.isEmpty()).isEqualTo(mask.isEmpty());
    assertThat(mutable).hasToString(mask.toString());
  }

  @Test
  void immutableCopyFollowsItsOriginal() {
    MutableCpuMask mutable = MutableCpuMask.copyOf(CpuMask.of(1, 70), 0);
    CpuMask copy = mutable.toImmutable();
    mutable.clear(70);
    assertThat(copy).isEqualTo(CpuMask.of(1, 70));
    assertThat(mutable.contains(70)).isFalse();
    assertThat(mutable.contains(-1)).isFalse();
  }

  @Test
  void cpusComeInAnyOrder() {
    List<Integer> seen = new ArrayList<>();
    CpuMask.of(70, 3, 64).forEach(seen::add);
    assertThat(seen).containsExactly(3, 64, 70);
    assertThat(CpuMask.of(70, 3, 64).toArray()).containsExactly(3, 64, 70);
  }
}
