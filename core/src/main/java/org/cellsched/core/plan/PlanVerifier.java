package org.cellsched.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;

/**
 * Checks a plan against the request it answers, by the invariants that every planner owes: each CPU
 * in exactly one primary mask, none of which is empty; cpusets kept; a claimed CPU with a claimant
 * or the root cell; borrowable masks inside machine and cpuset, and disjoint from primary.
 *
 * <p>Knows nothing of how plans are made, and shares no code with the planners but the masks.
 */
public final class PlanVerifier {

  private final PlanRequest request;
  private final CellPlan plan;
  private final List<String> violations = new ArrayList<>();

  private PlanVerifier(PlanRequest request, CellPlan plan) {
    this.request = request;
    this.plan = plan;
  }

  /**
   * What is wrong with {@code plan}, a sentence each that names the cell and the CPUs; empty if it
   * may be applied. O(cells² × CPUs / 64).
   */
  public static List<String> violations(PlanRequest request, CellPlan plan) {
    PlanVerifier verifier = new PlanVerifier(request, plan);
    verifier.checkCells();
    verifier.checkCover();
    verifier.checkOverlaps();
    for (CellRequest cell : request.cells()) {
      CellAllocation allocation = plan.find(cell.id());
      if (allocation != null) {
        verifier.checkPrimary(cell, allocation.primary());
        verifier.checkBorrowable(cell, allocation);
      }
    }
    return List.copyOf(verifier.violations);
  }

  private void checkCells() {
    SortedSet<CellId> requested = new TreeSet<>();
    request.cells().forEach(cell -> requested.add(cell.id()));
    SortedSet<CellId> planned = new TreeSet<>();
    for (CellAllocation cell : plan.cells()) {
      if (!planned.isEmpty() && cell.id().compareTo(planned.last()) <= 0) {
        violate("cell %s comes after cell %s; ids must ascend", cell.id(), planned.last());
      }
      if (!requested.contains(cell.id())) {
        violate("cell %s has CPUs %s but is not in the request", cell.id(), cell.primary());
      }
      planned.add(cell.id());
    }
    for (CellId id : requested) {
      if (!planned.contains(id)) {
        violate("cell %s is missing from the plan", id);
      }
    }
  }

  private void checkCover() {
    CpuMask covered = CpuMask.none();
    for (CellAllocation cell : plan.cells()) {
      covered = covered.or(cell.primary());
      CpuMask strange = cell.primary().andNot(request.cpus());
      if (!strange.isEmpty()) {
        violate("cell %s owns CPUs %s, which are not in the machine", cell.id(), strange);
      }
    }
    CpuMask unowned = request.cpus().andNot(covered);
    if (!unowned.isEmpty()) {
      violate("CPUs %s belong to no cell", unowned);
    }
  }

  private void checkOverlaps() {
    List<CellAllocation> cells = plan.cells();
    for (int i = 0; i < cells.size(); i++) {
      for (int j = i + 1; j < cells.size(); j++) {
        CpuMask shared = cells.get(i).primary().and(cells.get(j).primary());
        if (!shared.isEmpty()) {
          violate("cells %s and %s both own CPUs %s", cells.get(i).id(), cells.get(j).id(), shared);
        }
      }
    }
  }

  private void checkPrimary(CellRequest cell, CpuMask primary) {
    if (primary.isEmpty()) {
      violate("cell %s owns no CPU", cell.id());
    }
    CpuMask cpuset = cell.cpuset();
    if (cpuset != null && !primary.isSubsetOf(cpuset)) {
      violate(
          "cell %s owns CPUs %s outside its cpuset %s", cell.id(), primary.andNot(cpuset), cpuset);
    }
    if (cpuset == null && !cell.id().isRoot()) {
      checkUnclaimed(cell.id(), primary);
    }
  }

  /** A cell without a cpuset claims nothing, so it must not own what others claim. */
  private void checkUnclaimed(CellId id, CpuMask primary) {
    SortedMap<CellId, CpuMask> taken = new TreeMap<>();
    for (CellRequest other : request.cells()) {
      CpuMask cpuset = other.cpuset();
      if (cpuset != null && cpuset.intersects(primary)) {
        taken.put(other.id(), cpuset.and(primary));
      }
    }
    taken.forEach((claimant, cpus) ->
        violate("cell %s owns CPUs %s, which cell %s claims", id, cpus, claimant));
  }

  private void checkBorrowable(CellRequest cell, CellAllocation allocation) {
    CpuMask borrowable = allocation.borrowable();
    if (!request.borrowing() && !borrowable.isEmpty()) {
      violate("cell %s may borrow CPUs %s although borrowing is off", cell.id(), borrowable);
    }
    CpuMask own = borrowable.and(allocation.primary());
    if (!own.isEmpty()) {
      violate("cell %s may borrow CPUs %s, which it owns", cell.id(), own);
    }
    CpuMask strange = borrowable.andNot(request.cpus());
    if (!strange.isEmpty()) {
      violate("cell %s may borrow CPUs %s, which are not in the machine", cell.id(), strange);
    }
    CpuMask cpuset = cell.cpuset();
    if (cpuset != null && !borrowable.isSubsetOf(cpuset)) {
      violate(
          "cell %s may borrow CPUs %s outside its cpuset %s",
          cell.id(), borrowable.andNot(cpuset), cpuset);
    }
  }

  private void violate(String format, Object... arguments) {
    violations.add(format.formatted(arguments));
  }
}
