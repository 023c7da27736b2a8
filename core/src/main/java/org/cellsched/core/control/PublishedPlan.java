package org.cellsched.core.control;

import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.plan.CellPlan;

/**
 * Everything the data plane needs to follow a plan, published at once.
 *
 * @param generation counts up from 1; a callback of the data plane sees exactly one generation
 * @param assignments the workload cells' cgroups in ascending order of cell; every cgroup that is
 *     not at or below one of these belongs to the root cell
 * @param retiring cells that are gone but may have tasks queued: the root cell's CPUs drain them
 */
public record PublishedPlan(
    long generation, CellPlan plan, List<CellAssignment> assignments, List<CellId> retiring) {

  public PublishedPlan {
    assignments = List.copyOf(assignments);
    retiring = List.copyOf(retiring);
  }
}
