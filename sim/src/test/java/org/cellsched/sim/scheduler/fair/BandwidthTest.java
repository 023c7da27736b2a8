package org.cellsched.sim.scheduler.fair;

import static org.assertj.core.api.Assertions.assertThat;

import org.cellsched.sim.kernel.CgroupTree;
import org.cellsched.sim.kernel.CpuMax;
import org.junit.jupiter.api.Test;

class BandwidthTest {

  private static final long MS = 1_000_000;

  private final FairGroup group = new FairGroup(new CgroupTree().root(), null, 3, MS, MS);
  private final Bandwidth bandwidth = new Bandwidth(new CpuMax(12 * MS, 100 * MS), 3, 5 * MS, 0);

  @Test
  void cpuTakesTheWholeQuota() {
    assertThat(bandwidth.isLeft(0)).isTrue();
    assertThat(bandwidth.leftNs(0)).isEqualTo(5 * MS);
    bandwidth.charge(0, 6 * MS);
    // What was overdrawn is paid with the next piece.
    assertThat(bandwidth.isLeft(0)).isTrue();
    assertThat(bandwidth.leftNs(0)).isEqualTo(5 * MS);
    assertThat(bandwidth.isLeft(1)).isTrue();
    assertThat(bandwidth.leftNs(1)).isEqualTo(MS);
    assertThat(bandwidth.isLeft(2)).isFalse();
  }

  @Test
  void debtIsForgivenWhenThePeriodEnds() {
    bandwidth.isLeft(0);
    bandwidth.charge(0, 20 * MS);
    assertThat(bandwidth.isLeft(0)).isFalse();
    bandwidth.throttled(group.queue(0));
    assertThat(bandwidth.leftNs(0)).isEqualTo(-8 * MS);
    bandwidth.refill();
    assertThat(bandwidth.periodEndNs()).isEqualTo(200 * MS);
    assertThat(bandwidth.distribute()).containsExactly(group.queue(0));
    // 8 ms of 12 are paid: 4 are left for all CPUs.
    assertThat(bandwidth.leftNs(0)).isEqualTo(1);
    assertThat(bandwidth.isLeft(1)).isTrue();
    assertThat(bandwidth.leftNs(1)).isEqualTo(4 * MS - 1);
  }

  @Test
  void lastThrottledGoesFirst() {
    for (int cpu = 0; cpu < 3; cpu++) {
      bandwidth.isLeft(cpu);
      bandwidth.charge(cpu, 9 * MS);
    }
    for (int cpu : new int[] {2, 0, 1}) {
      bandwidth.isLeft(cpu);
      bandwidth.throttled(group.queue(cpu));
    }
    bandwidth.refill();
    // 7, 4 and 4 ms of debt; the one that was throttled last is paid in part.
    assertThat(bandwidth.distribute()).containsExactly(group.queue(2), group.queue(0));
    assertThat(bandwidth.throttled()).containsExactly(group.queue(1));
    bandwidth.refill();
    assertThat(bandwidth.distribute()).containsExactly(group.queue(1));
  }

  @Test
  void idleCpuKeepsItsPiece() {
    bandwidth.isLeft(0);
    bandwidth.giveBack(0, false);
    assertThat(bandwidth.leftNs(0)).isEqualTo(MS);
    bandwidth.giveBack(0, true);
    assertThat(bandwidth.leftNs(0)).isZero();
    for (int pieces = 0; pieces < 2; pieces++) {
      assertThat(bandwidth.isLeft(1)).isTrue();
      bandwidth.charge(1, 5 * MS);
    }
    assertThat(bandwidth.isLeft(1)).isTrue();
    assertThat(bandwidth.leftNs(1)).as("all of the quota").isEqualTo(2 * MS);
  }

  @Test
  void givenBackTimeWakesNobody() {
    bandwidth.isLeft(0);
    bandwidth.isLeft(1);
    bandwidth.charge(1, 5 * MS);
    bandwidth.charge(2, 1);
    assertThat(bandwidth.giveBack(0, true)).as("nobody is throttled").isFalse();
    bandwidth.throttled(group.queue(2));
    bandwidth.isLeft(0);
    assertThat(bandwidth.giveBack(0, true)).as("7 ms are in the pool").isTrue();
  }
}
