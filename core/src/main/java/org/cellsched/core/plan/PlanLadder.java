package org.cellsched.core.plan;

import java.util.List;
import org.cellsched.core.cell.CellId;

/**
 * Finds a plan whatever is asked: the configured planner's; else one that {@link MatchingPlanner}
 * finds; else the same without the newest cell that cannot be satisfied, and so on; in the end the
 * root cell alone. Every plan has passed {@link PlanVerifier}; a rung whose plan does not is
 * skipped, with the reason.
 *
 * <p>Pure, immutable, and the answer depends on the set of cells and on their age alone.
 */
public final class PlanLadder {

  private final CellPlanner configured;

  public PlanLadder(CellPlanner configured) {
    this.configured = configured;
  }

  /**
   * A plan for as many of the request's cells as can be satisfied.
   *
   * <p>Differs from a planner in what it takes: CPUs of a cpuset that are not in {@code
   * request.cpus()} (offline ones) are ignored rather than refused, and a cell that is left without
   * any is demoted.
   *
   * @param newestFirst workload cells by time of creation, the newest first: the order in which
   *     cells are given up. Cells of the request that are missing here count as older than those
   *     listed, the higher id as the newer; ids that the request does not have are ignored
   * @throws IllegalArgumentException if {@code request.cpus()} is empty: no machine is without CPUs
   */
  public LadderOutcome climb(PlanRequest request, List<CellId> newestFirst) {
    throw new UnsupportedOperationException(configured.name() + request + newestFirst);
  }
}
