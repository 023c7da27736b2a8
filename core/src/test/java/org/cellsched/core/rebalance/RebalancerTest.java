package org.cellsched.core.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.demand.CellDemand;
import org.junit.jupiter.api.Test;

class RebalancerTest {

  private static final long SECOND_NS = 1_000_000_000L;

  private static List<CellDemand> smoothed(long... microPpm) {
    List<CellDemand> demands = new ArrayList<>();
    for (long value : microPpm) {
      demands.add(CellDemand.seeded(new CellId(demands.size()), value));
    }
    return demands;
  }

  private static RebalanceDecision decide(Rebalancer rebalancer, long nowNs, long... microPpm) {
    return rebalancer.decide(RebalanceConfig.DEFAULT, smoothed(microPpm), id -> "cell" + id, nowNs);
  }

  @Test
  void spreadAtTheThresholdIsNotEnoughOrOneBelowIs() {
    assertThat(decide(Rebalancer.INITIAL, 0, 0, 200_000_000_000L).wanted()).isTrue();
    assertThat(decide(Rebalancer.INITIAL, 0, 0, 199_999_999_999L).wanted()).isFalse();
  }

  @Test
  void reasonDoesNotSayWhy() {
    assertThat(decide(Rebalancer.INITIAL, 0, 34_000_000_000L, 950_000_000_000L, 500_000_000_000L))
        .isEqualTo(
            new RebalanceDecision(
                true, "cell1 95 %, cell0 3.4 %: spread 91.6 points ≥ 20, cooldown over"));
  }

  @Test
  void cooldownIsTooShortOrTooLong() {
    Rebalancer after = Rebalancer.INITIAL.rebalanced(7);
    assertThat(decide(after, 5 * SECOND_NS + 6, 0, 900_000_000_000L))
        .isEqualTo(
            RebalanceDecision.hold(
                "cell1 90 %, cell0 0 %: spread 90 points ≥ 20, cooldown for another 1 ms"));
    assertThat(decide(after, 5 * SECOND_NS + 7, 0, 900_000_000_000L).wanted()).isTrue();
  }

  @Test
  void oneCellIsComparedWithItself() {
    assertThat(decide(Rebalancer.INITIAL, 0, 5).wanted()).isFalse();
    assertThat(decide(Rebalancer.INITIAL, 0).wanted()).isFalse();
  }

  @Test
  void unknownCellWeighsNothing() {
    TreeMap<CellId, CellDemand> demands = new TreeMap<>();
    smoothed(100_000_000_000L, 500_000_000_000L).forEach(d -> demands.put(d.id(), d));
    List<CellId> cells = List.of(CellId.ROOT, new CellId(1), new CellId(2));
    assertThat(UtilisationWeights.of(demands, cells))
        .containsEntry(CellId.ROOT, 100_000L)
        .containsEntry(new CellId(1), 500_000L)
        .containsEntry(new CellId(2), 300_000L);
  }

  @Test
  void goneCellCountsForTheAverage() {
    TreeMap<CellId, CellDemand> demands = new TreeMap<>();
    smoothed(100_000_000_000L, 500_000_000_000L).forEach(d -> demands.put(d.id(), d));
    assertThat(UtilisationWeights.of(demands, List.of(CellId.ROOT, new CellId(2))))
        .containsEntry(new CellId(2), 100_000L);
  }

  @Test
  void weightsAreGivenBeforeAnythingIsKnown() {
    assertThat(UtilisationWeights.of(new TreeMap<>(), List.of(CellId.ROOT))).isEmpty();
  }
}
