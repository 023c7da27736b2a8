package org.cellsched.core.plan;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;

/**
 * How many CPUs cells' weights entitle them to: one each, and of the CPUs beyond that a share by
 * weight. Nothing else of a weight matters to a planner: equal targets, equal plans.
 */
public final class CellTargets {

  private CellTargets() {}

  /**
   * By cell, in the order of {@code cells}; none at all if there are more of them than CPUs. No
   * weights is the same as all of them zero: equal shares. O(cells log cells).
   */
  public static List<Integer> of(CpuMask cpus, List<CellRequest> cells) {
    int spare = cpus.size() - cells.size();
    if (spare < 0) {
      return List.of();
    }
    long[] weights = cells.stream().mapToLong(CellTargets::weightOrZero).toArray();
    List<Integer> targets = new ArrayList<>();
    for (int share : Apportionment.byLargestRemainder(spare, weights)) {
      targets.add(1 + share);
    }
    return targets;
  }

  private static long weightOrZero(CellRequest cell) {
    Long weight = cell.weight();
    return weight == null ? 0 : weight;
  }
}
