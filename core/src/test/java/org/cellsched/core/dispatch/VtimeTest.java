package org.cellsched.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class VtimeTest {

  private static final long SLICE_NS = 20_000_000;

  @Property
  void orderBreaksWhereVirtualTimeWrapsAround(
      @ForAll long vtimeNs, @ForAll @LongRange(min = 1) long distanceNs) {
    assertThat(Vtime.before(vtimeNs, vtimeNs + distanceNs)).isTrue();
    assertThat(Vtime.before(vtimeNs + distanceNs, vtimeNs)).isFalse();
    assertThat(Vtime.before(vtimeNs, vtimeNs)).isFalse();
    assertThat(Vtime.later(vtimeNs, vtimeNs + distanceNs)).isEqualTo(vtimeNs + distanceNs);
    assertThat(Vtime.later(vtimeNs + distanceNs, vtimeNs)).isEqualTo(vtimeNs + distanceNs);
  }

  @Property
  void sleeperComesBackWithMoreThanOneTurnOfCredit(
      @ForAll long clockNs,
      @ForAll @LongRange(min = 0, max = 1L << 60) long sleptNs,
      @ForAll @IntRange(min = Vtime.MIN_WEIGHT, max = Vtime.MAX_WEIGHT) int weight) {
    long entered = Vtime.onEntry(clockNs - sleptNs, clockNs, SLICE_NS, weight);

    long turnNs = Vtime.charge(SLICE_NS, weight);
    assertThat(clockNs - entered).isEqualTo(Math.min(sleptNs, Math.min(turnNs, SLICE_NS)));
  }

  @Property
  void taskAheadOfTheClockIsSetBack(
      @ForAll long clockNs, @ForAll @LongRange(min = 0, max = 1L << 60) long aheadNs) {
    assertThat(Vtime.onEntry(clockNs + aheadNs, clockNs, SLICE_NS, Vtime.DEFAULT_WEIGHT))
        .isEqualTo(clockNs + aheadNs);
  }

  @Property
  void floorHoldsForMoreThanATurnAheadOfTheClock(
      @ForAll long clockNs,
      @ForAll @LongRange(min = -(1L << 60), max = 1L << 60) long aheadNs,
      @ForAll @IntRange(min = Vtime.MIN_WEIGHT, max = Vtime.MAX_WEIGHT) int weight) {
    long floorNs = Vtime.floorOnEntry(clockNs + aheadNs, clockNs, SLICE_NS, weight);

    assertThat(floorNs - clockNs).isEqualTo(Math.min(aheadNs, Vtime.charge(SLICE_NS, weight)));
  }

  @Property
  void overdueTaskIsFoundWhenTheWatchdogHasEndedTheScheduler(
      @ForAll @IntRange(min = 1000, max = 30_000) int watchdogMs) {
    long watchdogNs = watchdogMs * 1_000_000L;

    long foundNs = Vtime.longestWaitNs(watchdogNs) + Vtime.overdueLookNs(watchdogNs);

    // More of them may have become overdue at once, or the CPU be busy with a long slice.
    assertThat(foundNs).isLessThan(watchdogNs / 2);
    assertThat(Vtime.overdueLookNs(watchdogNs)).isGreaterThan(SLICE_NS);
  }

  @Property
  void lagIsLostBetweenClocks(
      @ForAll long oldClockNs,
      @ForAll long newClockNs,
      @ForAll @LongRange(min = -(1L << 60), max = 1L << 60) long lagNs) {
    long carried = Vtime.carriedOver(oldClockNs + lagNs, oldClockNs, newClockNs);
    assertThat(carried - newClockNs).isEqualTo(lagNs);
  }

  @Test
  void weightIsIgnoredOrInverted() {
    assertThat(Vtime.charge(1_000, 100)).isEqualTo(1_000);
    assertThat(Vtime.charge(1_000, 200)).isEqualTo(500);
    assertThat(Vtime.charge(1_000, 1)).isEqualTo(100_000);
    assertThat(Vtime.charge(1_000, 10_000)).isEqualTo(10);
  }

  @Test
  void chargeOfAWholeRunOverflows() {
    long longestRunNs = 1L << 43;
    assertThat(Vtime.charge(longestRunNs, Vtime.MIN_WEIGHT)).isEqualTo(longestRunNs * 100);
  }

  @Property
  void composedWeightLeavesTheKernelsRange(
      @ForAll @IntRange(min = 1, max = 10_000) int taskWeight,
      @ForAll @IntRange(min = 1) int cgroupWeight) {
    long exact = (long) taskWeight * cgroupWeight / 100;
    assertThat((long) Vtime.composedWeight(taskWeight, cgroupWeight))
        .isBetween(1L, 10_000L)
        .isEqualTo(Math.clamp(exact, 1L, 10_000L));
  }
}
