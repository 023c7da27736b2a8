package org.cellsched.core.plan;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.MutableCpuMask;

/**
 * Finds a plan whenever there is one: a bipartite matching gives each cell one permitted CPU, then
 * every other CPU goes to the cell that lacks most of its proportional target, among those it is
 * permitted to.
 *
 * <p>The root cell takes a claimed CPU only where no plan exists otherwise, and at most one: {@code
 * rootMinCpus} beyond that is met from unclaimed CPUs as far as they go. O(cells² √cells + CPUs log
 * cells).
 */
public final class MatchingPlanner implements CellPlanner {

  @Override
  public String name() {
    return "matching";
  }

  @Override
  public CellPlan plan(PlanRequest request) throws PlanException {
    List<CellRequest> cells = RequestRules.validCells(request);
    CellMatching matching = bestMatching(request.cpus(), cells);
    if (!matching.isComplete()) {
      throw noPlan(matching);
    }
    Holdings holdings = new Holdings(request, cells);
    MutableCpuMask free = MutableCpuMask.copyOf(request.cpus(), 0);
    matching.cpuOf().forEach((cell, cpu) -> give(holdings, free, cell, cpu));
    Claims claims = Claims.of(request.cpus(), cells);
    fillRoot(request.rootMinCpus(), claims.unclaimed(), holdings, free);
    fillClaimed(claims, holdings, free);
    fillUnclaimed(claims.unclaimed(), cells, holdings, free);
    boolean enforced = !claims.unclaimed().contains(rootCpu(matching));
    return holdings.toPlan(enforced);
  }

  /** A complete matching that spares claimed CPUs if there is one, else a maximum matching. */
  private static CellMatching bestMatching(CpuMask machine, List<CellRequest> cells) {
    SortedMap<CellId, CpuMask> permitted = PermittedCpus.of(machine, cells);
    SortedMap<CellId, CpuMask> sparing = new TreeMap<>(permitted);
    sparing.put(CellId.ROOT, PermittedCpus.unclaimed(machine, cells));
    CellMatching matching = CellMatching.of(sparing);
    return matching.isComplete() ? matching : CellMatching.of(permitted);
  }

  private static PlanException noPlan(CellMatching matching) {
    CellId cell = matching.unsatisfiable().last();
    String reason = Conflict.over(cell, matching.permitted()).describe();
    return new PlanException("there is no plan with cell " + cell + ": " + reason, cell);
  }

  private static int rootCpu(CellMatching matching) {
    Integer cpu = matching.cpuOf().get(CellId.ROOT);
    return cpu == null ? -1 : cpu;
  }

  private static void fillRoot(
      int rootMinCpus, CpuMask unclaimed, Holdings holdings, MutableCpuMask free) {
    CpuMask open = unclaimed.and(free.toImmutable());
    for (int cpu = open.first(); cpu >= 0; cpu = open.next(cpu + 1)) {
      if (holdings.count(CellId.ROOT) >= rootMinCpus) {
        return;
      }
      give(holdings, free, CellId.ROOT, cpu);
    }
  }

  /** Exclusive CPUs first: what a cell has for certain counts before others' are shared. */
  private static void fillClaimed(Claims claims, Holdings holdings, MutableCpuMask free) {
    for (Claims.Group group : claims.groups()) {
      if (group.isExclusive()) {
        fill(group.cpus(), group.claimants(), holdings, free);
      }
    }
    for (Claims.Group group : claims.groups()) {
      if (group.isContested()) {
        fill(group.cpus(), group.claimants(), holdings, free);
      }
    }
  }

  private static void fillUnclaimed(
      CpuMask unclaimed, List<CellRequest> cells, Holdings holdings, MutableCpuMask free) {
    List<CellId> unconstrained =
        cells.stream().filter(cell -> cell.cpuset() == null).map(CellRequest::id).toList();
    fill(unclaimed, unconstrained, holdings, free);
  }

  /** Each CPU goes to the recipient that lacks most of its target; ties: the lowest id. */
  private static void fill(
      CpuMask cpus, List<CellId> recipients, Holdings holdings, MutableCpuMask free) {
    Queue<Needy> neediestFirst =
        new PriorityQueue<>(
            Comparator.comparingInt(Needy::shortfall).reversed().thenComparing(Needy::cell));
    recipients.forEach(cell -> neediestFirst.add(new Needy(cell, holdings.shortfall(cell))));
    cpus.and(free.toImmutable())
        .forEach(cpu -> {
          Needy neediest = neediestFirst.remove();
          give(holdings, free, neediest.cell(), cpu);
          neediestFirst.add(new Needy(neediest.cell(), neediest.shortfall() - 1));
        });
  }

  /** How many CPUs a cell lacks of its target; negative if it has more. */
  private record Needy(CellId cell, int shortfall) {}

  private static void give(Holdings holdings, MutableCpuMask free, CellId cell, int cpu) {
    holdings.give(cell, CpuMask.of(cpu));
    free.clear(cpu);
  }
}
