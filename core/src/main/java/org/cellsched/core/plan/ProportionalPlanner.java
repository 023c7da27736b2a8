package org.cellsched.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.MutableCpuMask;

/**
 * Shares CPUs in proportion to the cells' weights, as scx_mitosis does. Its steps, by the names
 * used here: claims, root holdout, targets, deficits, contested groups.
 *
 * <p>Does not find every plan there is: a cell without a cpuset gets nothing if cpusets claim the
 * whole machine, and overlapping cpusets may be shared so that one ends empty. {@link PlanLadder}
 * goes on from there. O(cells × CPUs), plus O(CPUs taken × CPUs) for an enforced holdout.
 */
public final class ProportionalPlanner implements CellPlanner {

  @Override
  public String name() {
    return "proportional";
  }

  @Override
  public CellPlan plan(PlanRequest request) throws PlanException {
    List<CellRequest> cells = RequestRules.validCells(request);
    requireCpuForEach(request, cells);
    Claims claims = Claims.of(request.cpus(), cells);
    RootHoldout holdout = RootHoldout.reserve(request, cells, claims);
    Claims rest = claims.without(holdout.cpus());

    Holdings holdings = new Holdings(request, cells);
    holdings.give(CellId.ROOT, holdout.cpus());
    giveExclusive(rest, holdings);
    shareContested(rest, holdings);
    shareUnclaimed(rest, cells, holdings);
    requireNoneEmpty(cells, holdings);
    return holdings.toPlan(holdout.enforced());
  }

  private static void requireCpuForEach(PlanRequest request, List<CellRequest> cells)
      throws PlanException {
    if (cells.size() > request.cpus().size()) {
      throw new PlanException(
          "%d cells need a CPU each, but the machine has %d"
              .formatted(cells.size(), request.cpus().size()));
    }
  }

  private static void giveExclusive(Claims claims, Holdings holdings) {
    for (Claims.Group group : claims.groups()) {
      if (group.isExclusive()) {
        holdings.give(group.claimants().getFirst(), group.cpus());
      }
    }
  }

  /** Deficits are taken once, before any group, so that no group's result depends on another's. */
  private static void shareContested(Claims claims, Holdings holdings) {
    SortedMap<CellId, Long> deficits = holdings.deficits();
    for (Claims.Group group : claims.groups()) {
      if (group.isContested()) {
        share(group.cpus(), group.claimants(), deficits, holdings);
      }
    }
  }

  private static void shareUnclaimed(Claims claims, List<CellRequest> cells, Holdings holdings) {
    List<CellId> unconstrained = new ArrayList<>();
    for (CellRequest cell : cells) {
      if (cell.cpuset() == null) {
        unconstrained.add(cell.id());
      }
    }
    share(claims.unclaimed(), unconstrained, holdings.deficits(), holdings);
  }

  /** Deals CPUs in ascending order to recipients in ascending order, by deficit. */
  private static void share(
      CpuMask cpus, List<CellId> recipients, SortedMap<CellId, Long> deficits, Holdings holdings) {
    long[] weights = recipients.stream().mapToLong(deficits::get).toArray();
    int[] counts = Apportionment.sparingNobody(cpus.size(), weights);
    int cpu = cpus.first();
    for (int i = 0; i < counts.length; i++) {
      MutableCpuMask dealt = new MutableCpuMask(0);
      for (int count = 0; count < counts[i]; count++) {
        dealt.set(cpu);
        cpu = cpus.next(cpu + 1);
      }
      holdings.give(recipients.get(i), dealt.toImmutable());
    }
  }

  private static void requireNoneEmpty(List<CellRequest> cells, Holdings holdings)
      throws PlanException {
    List<CellRequest> empty =
        cells.stream().filter(cell -> holdings.count(cell.id()) == 0).toList();
    if (!empty.isEmpty()) {
      throw new PlanException(
          "no CPU is left for "
              + empty.stream().map(ProportionalPlanner::describe).collect(Collectors.joining(", ")),
          empty.getFirst().id());
    }
  }

  private static String describe(CellRequest cell) {
    String constraint = cell.cpuset() == null ? "no cpuset" : "cpuset " + cell.cpuset();
    return "cell " + cell.id() + " (" + constraint + ")";
  }
}
