package org.cellsched.core.rebalance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.demand.CellDemand;
import org.cellsched.core.demand.DemandTracker;

/**
 * The weights by which scx_mitosis plans: each cell's smoothed utilisation <em>of its own
 * CPUs</em>. Kept as the baseline; its weakness (a full cell of 2 CPUs weighs what a full cell of
 * 16 does) is known, and another rule is another class beside this one.
 */
public final class UtilisationWeights {

  private UtilisationWeights() {}

  /**
   * A weight in ppm for each of {@code cells}; a cell of which nothing is known gets the average of
   * the others. Empty as long as nothing is known of any: plan without weights then.
   */
  public static SortedMap<CellId, Long> of(
      SortedMap<CellId, CellDemand> demands, Collection<CellId> cells) {
    List<CellDemand> known = new ArrayList<>();
    for (CellId cell : cells) {
      CellDemand demand = demands.get(cell);
      if (demand != null) {
        known.add(demand);
      }
    }
    TreeMap<CellId, Long> weights = new TreeMap<>();
    if (known.isEmpty()) {
      return weights;
    }
    CellDemand average = CellDemand.seeded(CellId.ROOT, DemandTracker.averageMicroPpm(known));
    for (CellId cell : cells) {
      weights.put(cell, demands.getOrDefault(cell, average).smoothedPpm());
    }
    return weights;
  }
}
