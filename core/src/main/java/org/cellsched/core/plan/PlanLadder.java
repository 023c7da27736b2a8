package org.cellsched.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * Finds a plan whatever is asked: the configured planner's; else one that {@link MatchingPlanner}
 * finds; else the same without the newest cell that cannot be satisfied, and so on; in the end the
 * root cell alone. Every plan has passed {@link PlanVerifier}; a rung whose plan does not is
 * skipped, with the reason.
 *
 * <p>A cell cannot be satisfied if a plan without it could serve as many cells as one with it.
 * Giving up the newest such cell each time keeps as many cells as possible for the cpusets at hand,
 * and of those the oldest.
 *
 * <p>Pure, immutable, and the answer depends on the set of cells and on their age alone.
 */
public final class PlanLadder {

  private final CellPlanner configured;
  private final CellPlanner matching;

  public PlanLadder(CellPlanner configured) {
    this(configured, new MatchingPlanner());
  }

  /** For tests that need a second rung that breaks. */
  PlanLadder(CellPlanner configured, CellPlanner matching) {
    this.configured = configured;
    this.matching = matching;
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
    if (request.cpus().isEmpty()) {
      throw new IllegalArgumentException("no plan for a machine without CPUs");
    }
    return new Climb(request, byAge(request, newestFirst)).climb();
  }

  /** All workload cells of the request, each once, the newest first. */
  private static List<CellId> byAge(PlanRequest request, List<CellId> newestFirst) {
    SortedSet<CellId> missing = new TreeSet<>();
    request.cells().forEach(cell -> missing.add(cell.id()));
    missing.remove(CellId.ROOT);
    List<CellId> order = new ArrayList<>();
    for (CellId id : newestFirst) {
      if (missing.remove(id)) {
        order.add(id);
      }
    }
    order.addAll(missing.reversed());
    return order;
  }

  /** One way up the ladder. */
  private final class Climb {
    private final PlanRequest asked;
    private final List<CellId> newestFirst;
    private final List<CellRequest> kept = new ArrayList<>();
    private final List<Demotion> demoted = new ArrayList<>();

    /** Why rungs were skipped; each entry a clause. */
    private final List<String> failures = new ArrayList<>();

    Climb(PlanRequest asked, List<CellId> newestFirst) {
      this.asked = asked;
      this.newestFirst = newestFirst;
    }

    LadderOutcome climb() {
      keepCellsWithCpus();
      LadderOutcome outcome = tryPlanners();
      if (outcome == null && demoteUntilSatisfiable()) {
        outcome = tryPlanners();
      }
      return outcome == null ? rootAlone() : outcome;
    }

    /** Ignores CPUs that are not there, and gives up cells whose cpuset has no others. */
    private void keepCellsWithCpus() {
      for (CellRequest cell : RequestRules.ascending(asked.cells())) {
        CpuMask cpuset = cell.cpuset();
        if (cpuset == null || cpuset.intersects(asked.cpus())) {
          CpuMask online = cpuset == null ? null : cpuset.and(asked.cpus());
          kept.add(new CellRequest(cell.id(), online, cell.weight()));
        } else {
          demote(cell.id(), whyNoCpus(cpuset));
        }
      }
    }

    private String whyNoCpus(CpuMask cpuset) {
      return cpuset.isEmpty()
          ? "its cpuset is empty"
          : "none of the CPUs of its cpuset " + cpuset + " is online; " + asked.cpus() + " are";
    }

    private void demote(CellId cell, String reason) {
      kept.removeIf(request -> request.id().equals(cell));
      demoted.add(new Demotion(cell, reason));
    }

    private @Nullable LadderOutcome tryPlanners() {
      CellPlan plan = tryPlanner(configured);
      PlanRung rung = PlanRung.CONFIGURED;
      if (plan == null) {
        plan = tryPlanner(matching);
        rung = PlanRung.MATCHING;
      }
      if (plan == null) {
        return null;
      }
      return outcome(plan, demoted.isEmpty() ? rung : PlanRung.DEMOTION);
    }

    /** The planner's plan if it may be applied; else null, and the reason among the failures. */
    private @Nullable CellPlan tryPlanner(CellPlanner planner) {
      PlanRequest request = requestFor(kept);
      try {
        CellPlan plan = planner.plan(request);
        List<String> violations = PlanVerifier.violations(request, plan);
        if (violations.isEmpty()) {
          return plan;
        }
        fail("the plan of the " + planner.name() + " planner is wrong: " + join(violations));
      } catch (PlanException e) {
        fail("the " + planner.name() + " planner found no plan: " + e.getMessage());
      }
      return null;
    }

    private void fail(String reason) {
      if (!failures.contains(reason)) {
        failures.add(reason);
      }
    }

    /** Gives up cells, and answers whether that helped: false if every cell could be satisfied. */
    private boolean demoteUntilSatisfiable() {
      int before = demoted.size();
      SortedMap<CellId, CpuMask> permitted = PermittedCpus.of(asked.cpus(), kept);
      CellMatching best = CellMatching.of(permitted);
      while (!best.isComplete()) {
        CellId cell = newestOf(best.unsatisfiable());
        demote(cell, Conflict.over(cell, permitted).describe());
        // Once more from the cpusets: what the cell claimed is open to others now.
        permitted = PermittedCpus.of(asked.cpus(), kept);
        best = CellMatching.of(permitted);
      }
      return demoted.size() > before;
    }

    private CellId newestOf(SortedSet<CellId> cells) {
      for (CellId id : newestFirst) {
        if (cells.contains(id)) {
          return id;
        }
      }
      throw new IllegalStateException("no workload cell among " + cells);
    }

    private LadderOutcome rootAlone() {
      String reason = "no plan for it passed the checks: " + join(failures);
      SortedMap<CellId, CellRequest> left = new TreeMap<>();
      kept.forEach(cell -> left.put(cell.id(), cell));
      left.remove(CellId.ROOT);
      left.keySet().forEach(cell -> demote(cell, reason));
      CellAllocation root = new CellAllocation(CellId.ROOT, asked.cpus(), CpuMask.none());
      return outcome(new CellPlan(List.of(root), false), PlanRung.ROOT_ALONE);
    }

    private LadderOutcome outcome(CellPlan plan, PlanRung rung) {
      return new LadderOutcome(
          plan, rung, demoted, rung == PlanRung.CONFIGURED ? "" : explain(rung));
    }

    private String explain(PlanRung rung) {
      List<String> clauses = new ArrayList<>(failures);
      demoted.forEach(demotion -> clauses.add(demotion.describe()));
      clauses.add("used " + rung.description());
      return join(clauses);
    }

    private PlanRequest requestFor(List<CellRequest> cells) {
      return new PlanRequest(
          asked.cpus(), asked.topology(), asked.rootMinCpus(), asked.borrowing(), cells);
    }
  }

  private static String join(List<String> clauses) {
    return String.join("; ", clauses);
  }
}
