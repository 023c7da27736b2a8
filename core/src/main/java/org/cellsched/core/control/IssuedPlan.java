package org.cellsched.core.control;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.plan.CellAllocation;

/**
 * A plan as it was handed to the host, and what it was made for.
 *
 * @param target the facts it fits
 * @param causes ascending
 * @param issuedNs when
 */
public record IssuedPlan(
    PublishedPlan published, PlanTarget target, List<PlanCause> causes, long issuedNs) {

  public IssuedPlan {
    causes = List.copyOf(causes);
  }

  long generation() {
    return published.generation();
  }

  /** The same plan, found to fit another target as well. */
  IssuedPlan withTarget(PlanTarget newTarget) {
    return new IssuedPlan(published, newTarget, causes, issuedNs);
  }

  /** Its cells, the root cell included. */
  SortedSet<CellId> cells() {
    TreeSet<CellId> cells = new TreeSet<>();
    for (CellAllocation cell : published.plan().cells()) {
      cells.add(cell.id());
    }
    return cells;
  }
}
