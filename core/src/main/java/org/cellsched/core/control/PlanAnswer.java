package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.plan.CellRequest;
import org.cellsched.core.plan.CellTargets;
import org.cellsched.core.plan.LadderOutcome;
import org.cellsched.core.plan.PlanRequest;

/**
 * What was asked of the ladder, as far as it matters, and the answer. Weights matter as far as they
 * entitle cells to CPUs: among the cells that are tried first, and among those that are left.
 *
 * @param unweighted the request without weights
 * @param targets of the cells tried first, those with CPUs; see {@link CellTargets}
 * @param targetsOfKept of the cells that were not given up
 */
record PlanAnswer(
    PlanRequest unweighted,
    List<CellId> newestFirst,
    List<Integer> targets,
    List<Integer> targetsOfKept,
    LadderOutcome outcome) {

  /** The answer to a request, and to all that differ in nothing that matters. */
  static PlanAnswer to(PlanRequest request, List<CellId> newestFirst, LadderOutcome outcome) {
    return new PlanAnswer(
        withoutWeights(request),
        List.copyOf(newestFirst),
        CellTargets.of(request.cpus(), withCpus(request)),
        CellTargets.of(request.cpus(), kept(request, outcome)),
        outcome);
  }

  /** Whether the ladder would answer this the same. O(cells log cells). */
  boolean answers(PlanRequest request, List<CellId> nowNewestFirst) {
    return equals(to(request, nowNewestFirst, outcome));
  }

  private static PlanRequest withoutWeights(PlanRequest request) {
    List<CellRequest> cells = new ArrayList<>();
    for (CellRequest cell : request.cells()) {
      cells.add(new CellRequest(cell.id(), cell.cpuset(), null));
    }
    return new PlanRequest(
        request.cpus(), request.topology(), request.rootMinCpus(), request.borrowing(), cells);
  }

  private static List<CellRequest> withCpus(PlanRequest request) {
    List<CellRequest> cells = new ArrayList<>(request.cells());
    cells.removeIf(cell -> cell.cpuset() != null && !cell.cpuset().intersects(request.cpus()));
    return cells;
  }

  private static List<CellRequest> kept(PlanRequest request, LadderOutcome outcome) {
    TreeSet<CellId> demoted = new TreeSet<>();
    outcome.demoted().forEach(demotion -> demoted.add(demotion.cell()));
    List<CellRequest> cells = new ArrayList<>(request.cells());
    cells.removeIf(cell -> demoted.contains(cell.id()));
    return cells;
  }
}
