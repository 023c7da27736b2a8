package org.cellsched.core.demand;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.cellsched.core.cell.CellId;
import org.junit.jupiter.api.Test;

class DemandTrackerTest {

  private static final CellId ROOT = CellId.ROOT;
  private static final CellId ONE = new CellId(1);
  private static final CellId TWO = new CellId(2);

  private final DemandTracker tracker = new DemandTracker(300_000);

  private static DemandSample sample(long generation, long atMs, CellCounters... cells) {
    return new DemandSample(generation, ns(atMs), List.of(cells));
  }

  private static CellCounters ran(CellId id, long ranMs) {
    return new CellCounters(id, ns(ranMs), 0, 0, 0, 0);
  }

  private static long ns(long ms) {
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }

  private static List<CellCapacity> cpus(int root, int one, int two) {
    List<CellCapacity> capacities = new ArrayList<>();
    capacities.add(new CellCapacity(ROOT, root, 8));
    capacities.add(new CellCapacity(ONE, one, 8));
    capacities.add(new CellCapacity(TWO, two, 8));
    return capacities;
  }

  private CellDemand of(CellId id) {
    return of(tracker, id);
  }

  private static CellDemand of(DemandTracker tracker, CellId id) {
    return Objects.requireNonNull(tracker.demands().get(id), "nothing is known of the cell");
  }

  @Test
  void intervalIsAssumedRatherThanMeasured() {
    tracker.take(sample(1, 1000, ran(ONE, 0)), 1, cpus(2, 2, 2));
    SampleIntake intake = tracker.take(sample(1, 3000, ran(ONE, 1000)), 1, cpus(2, 2, 2));
    assertThat(intake).isEqualTo(new SampleIntake(SampleIntake.Outcome.MEASURED, ns(2000), ""));
    assertThat(of(ONE).utilisationPpm()).isEqualTo(250_000);
    assertThat(of(ONE).runningMilliCpus()).isEqualTo(500);
  }

  @Test
  void borrowedTimeIsCutOff() {
    tracker.take(sample(1, 0, ran(ONE, 0)), 1, cpus(4, 2, 2));
    tracker.take(sample(1, 1000, ran(ONE, 5000)), 1, cpus(4, 2, 2));
    assertThat(of(ONE).utilisationPpm()).isEqualTo(2_500_000);
  }

  @Test
  void averageIsNotExact() {
    tracker.take(sample(1, 0, ran(ONE, 0)), 1, cpus(2, 1, 2));
    tracker.take(sample(1, 1000, ran(ONE, 1000)), 1, cpus(2, 1, 2));
    assertThat(of(ONE).smoothedMicroPpm()).isEqualTo(1_000_000_000_000L);
    tracker.take(sample(1, 2000, ran(ONE, 1000)), 1, cpus(2, 1, 2));
    assertThat(of(ONE).smoothedMicroPpm()).isEqualTo(700_000_000_000L);
    tracker.take(sample(1, 3000, ran(ONE, 2000)), 1, cpus(2, 1, 2));
    assertThat(of(ONE).smoothedMicroPpm()).isEqualTo(790_000_000_000L);
  }

  @Test
  void smallSmoothingNeverReachesItsGoal() {
    DemandTracker slow = new DemandTracker(100);
    slow.take(sample(1, 0, ran(ONE, 0)), 1, cpus(2, 1, 2));
    slow.take(sample(1, 1000, ran(ONE, 0)), 1, cpus(2, 1, 2));
    for (int i = 2; i < 100_000; i++) {
      slow.take(sample(1, i * 1000L, ran(ONE, i * 1000L)), 1, cpus(2, 1, 2));
    }
    assertThat(of(slow, ONE).smoothedPpm()).isGreaterThan(999_000);
  }

  @Test
  void cellThatWentIdleKeepsItsDemand() {
    tracker.take(sample(1, 0, ran(ONE, 0), ran(TWO, 0)), 1, cpus(2, 2, 2));
    tracker.take(sample(1, 1000, ran(ONE, 2000), ran(TWO, 2000)), 1, cpus(2, 2, 2));
    for (int i = 2; i < 200; i++) {
      // One is left out of the sample, two is in it and stands still.
      tracker.take(sample(1, i * 1000L, ran(TWO, 2000)), 1, cpus(2, 2, 2));
    }
    assertThat(of(ONE)).isEqualTo(new CellDemand(ONE, 0, 0, 0, 0, 0));
    assertThat(of(TWO)).isEqualTo(new CellDemand(TWO, 0, 0, 0, 0, 0));
  }

  @Test
  void cellLeftOutOfOneSampleIsCountedTwiceOrNotAtAll() {
    tracker.take(sample(1, 0, ran(ONE, 100)), 1, cpus(2, 1, 2));
    tracker.take(sample(1, 1000), 1, cpus(2, 1, 2));
    tracker.take(sample(1, 2000, ran(ONE, 600)), 1, cpus(2, 1, 2));
    assertThat(of(ONE).utilisationPpm()).isEqualTo(500_000);
  }

  @Test
  void negativeDifferenceTurnsIntoDemand() {
    tracker.take(sample(1, 0, ran(ONE, 5000)), 1, cpus(2, 2, 2));
    tracker.take(sample(1, 1000, ran(ONE, 4000)), 1, cpus(2, 2, 2));
    assertThat(of(ONE).utilisationPpm()).isZero();
    tracker.take(sample(1, 2000, ran(ONE, 5000)), 1, cpus(2, 2, 2));
    assertThat(of(ONE).utilisationPpm()).isEqualTo(500_000);
  }

  @Test
  void intervalAcrossAPlanChangeIsMeasured() {
    tracker.take(sample(1, 0, ran(ONE, 0)), 1, cpus(2, 2, 2));
    assertThat(tracker.take(sample(2, 1000, ran(ONE, 1000)), 2, cpus(1, 4, 1)).isMeasured())
        .isFalse();
    assertThat(tracker.take(sample(2, 2000, ran(ONE, 2000)), 2, cpus(1, 4, 1)).isMeasured())
        .isTrue();
    assertThat(of(ONE).utilisationPpm()).isEqualTo(250_000);
  }

  @Test
  void sampleOfAPlanWhoseAcknowledgementIsStillToComeIsMeasuredByTheOldPlan() {
    tracker.take(sample(2, 0, ran(ONE, 0)), 1, cpus(2, 2, 2));
    assertThat(tracker.take(sample(2, 1000, ran(ONE, 1000)), 1, cpus(2, 2, 2)).isMeasured())
        .isFalse();
    assertThat(tracker.take(sample(2, 2000, ran(ONE, 2000)), 2, cpus(1, 4, 1)).isMeasured())
        .isTrue();
  }

  @Test
  void sampleOutOfOrderRunsTimeBack() {
    tracker.take(sample(1, 1000, ran(ONE, 1000)), 1, cpus(2, 2, 2));
    assertThat(tracker.take(sample(1, 1000, ran(ONE, 2000)), 1, cpus(2, 2, 2)).outcome())
        .isEqualTo(SampleIntake.Outcome.IGNORED);
    assertThat(tracker.take(sample(1, 500, ran(ONE, 0)), 1, cpus(2, 2, 2)).outcome())
        .isEqualTo(SampleIntake.Outcome.IGNORED);
    tracker.take(sample(1, 2000, ran(ONE, 2000)), 1, cpus(2, 2, 2));
    assertThat(of(ONE).utilisationPpm()).isEqualTo(500_000);
  }

  @Test
  void newCellStartsAtZeroAndGoneCellsStay() {
    tracker.take(sample(1, 0, ran(ROOT, 0), ran(ONE, 0)), 1, cpus(2, 2, 2).subList(0, 2));
    tracker.take(sample(1, 1000, ran(ROOT, 0), ran(ONE, 1000)), 1, cpus(2, 2, 2).subList(0, 2));
    tracker.planApplied(new TreeSet<>(List.of(ROOT, ONE, TWO)));
    assertThat(of(TWO).smoothedPpm()).isEqualTo(250_000);
    tracker.planApplied(new TreeSet<>(List.of(ROOT, TWO)));
    assertThat(tracker.demands()).containsOnlyKeys(ROOT, TWO);
    tracker.planApplied(new TreeSet<>(List.of(ROOT, ONE, TWO)));
    assertThat(of(ONE).smoothedPpm()).isEqualTo(125_000);
  }

  @Test
  void countersOfAnIdsEarlierOwnerCountAsTheNewOnes() {
    tracker.take(sample(1, 0, ran(ROOT, 0)), 1, cpus(2, 2, 2));
    tracker.take(sample(1, 1000, ran(ROOT, 0), ran(ONE, 1_000_000)), 1, cpus(2, 2, 2));
    assertThat(tracker.demands()).doesNotContainKey(ONE);
    tracker.take(sample(1, 2000, ran(ROOT, 0), ran(ONE, 1_001_000)), 1, cpus(2, 2, 2));
    assertThat(of(ONE).utilisationPpm()).isEqualTo(500_000);
  }

  @Test
  void waitingIsTakenForDemandWithoutLimit() {
    CellCapacity capacity = new CellCapacity(ONE, 4, 5);
    tracker.take(sample(1, 0, new CellCounters(ONE, 0, 0, 0, 0, 0)), 1, List.of(capacity));
    tracker.take(
        sample(1, 1000, new CellCounters(ONE, ns(2000), ns(1500), ns(9000), 0, 0)),
        1,
        List.of(capacity));
    assertThat(of(ONE).waitingMilliCpus()).isEqualTo(1500);
    assertThat(of(ONE).demandMilliCpus()).as("restricted waiting is left out").isEqualTo(3500);
    tracker.take(
        sample(1, 2000, new CellCounters(ONE, ns(4000), ns(31_500), 0, 0, 0)),
        1,
        List.of(capacity));
    assertThat(of(ONE).demandMilliCpus()).as("half of its CPUs").isEqualTo(4000);
    tracker.take(
        sample(1, 3000, new CellCounters(ONE, ns(8000), ns(61_500), 0, 0, 0)),
        1,
        List.of(capacity));
    assertThat(of(ONE).demandMilliCpus()).as("what its cpuset allows").isEqualTo(5000);
  }

  @Test
  void brokenCountersOverflow() {
    tracker.take(sample(1, 0, new CellCounters(ONE, 0, 0, 0, 0, 0)), 1, cpus(1, 1, 1));
    CellCounters broken = new CellCounters(ONE, Long.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0);
    tracker.take(new DemandSample(1, 1, List.of(broken)), 1, cpus(1, 1, 1));
    assertThat(of(ONE).utilisationPpm()).isEqualTo(DemandTracker.MAX_UTILISATION_PPM);
    assertThat(of(ONE).demandMilliCpus()).isEqualTo(8_192_000);
  }
}
