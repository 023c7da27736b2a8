package org.cellsched.sim.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.CellPlan;
import org.jspecify.annotations.Nullable;

/**
 * What a proportional plan owes its cells, told without planning: counts of claimed CPUs are all it
 * takes. Says nothing where the planner might have found no plan, and another one was asked.
 *
 * <p>A CPU is claimed by the cells whose cpusets have it: exclusive if that is one cell, contested
 * if they are several, unclaimed if there is none. Shares no code with the planner but the masks.
 */
final class PlainShares {

  private final int cpuCount;
  private final int rootMinCpus;
  private final SortedMap<CellId, CpuMask> cpusets = new TreeMap<>();
  private final List<CellId> free = new ArrayList<>();
  private final Map<List<CellId>, CpuMask> contested = new LinkedHashMap<>();
  private final SortedMap<CellId, Integer> exclusive = new TreeMap<>();
  private int unclaimed;

  /**
   * @param cpus that are planned for
   * @param cells of the plan, the root cell left out: the online CPUs of their cpusets, or null
   */
  PlainShares(CpuMask cpus, int rootMinCpus, Map<CellId, @Nullable CpuMask> cells) {
    cpuCount = cpus.size();
    this.rootMinCpus = rootMinCpus;
    cells.forEach((cell, cpuset) -> {
      if (cpuset == null) {
        free.add(cell);
      } else {
        cpusets.put(cell, cpuset);
        exclusive.put(cell, 0);
      }
    });
    cpus.forEach(this::claim);
  }

  private void claim(int cpu) {
    List<CellId> claimants = new ArrayList<>();
    cpusets.forEach((cell, cpuset) -> {
      if (cpuset.contains(cpu)) {
        claimants.add(cell);
      }
    });
    if (claimants.isEmpty()) {
      unclaimed++;
    } else if (claimants.size() == 1) {
      exclusive.merge(claimants.getFirst(), 1, Integer::sum);
    } else {
      contested.merge(claimants, CpuMask.of(cpu), CpuMask::or);
    }
  }

  /** How many cells there are, the root cell included. */
  private int cellCount() {
    return 1 + cpusets.size() + free.size();
  }

  /** CPUs that cells can part with and keep one that they alone claim. */
  private int spare() {
    return exclusive.values().stream().mapToInt(count -> Math.max(0, count - 1)).sum();
  }

  /** Whether the proportional planner has CPUs for all of them, whatever they weigh. */
  boolean isSureToBeFound() {
    int left = Math.max(0, unclaimed - rootMinCpus);
    boolean root = unclaimed > 0 || (rootMinCpus > 0 && spare() > 0);
    boolean others = free.isEmpty() || left > free.size();
    return cellCount() <= cpuCount
        && root
        && others
        && cpusets.keySet().stream().allMatch(this::isSureOfOne);
  }

  private boolean isSureOfOne(CellId cell) {
    return exclusive.getOrDefault(cell, 0) > 0
        || contested.entrySet().stream()
            .anyMatch(group -> group.getKey().contains(cell) && isEnoughForAll(group));
  }

  private static boolean isEnoughForAll(Map.Entry<List<CellId>, CpuMask> group) {
    return group.getValue().size() >= group.getKey().size();
  }

  /**
   * What the plan owes and does not give, a clause each.
   *
   * @param equalWeights whether it is made without regard to demand
   * @param ofAverageWeight cells that weigh what the others weigh on average
   */
  List<String> owed(CellPlan plan, boolean equalWeights, SortedSet<CellId> ofAverageWeight) {
    List<String> owed = new ArrayList<>();
    if (!isSureToBeFound()) {
      return owed;
    }
    int held = Math.min(rootMinCpus, unclaimed + spare());
    int ofRoot = plan.primaryOf(CellId.ROOT).size();
    if (ofRoot < held) {
      owed.add(
          "leaves the root cell %d of the %d CPUs that can be held for it".formatted(ofRoot, held));
    }
    contested.entrySet().stream()
        .filter(PlainShares::isEnoughForAll)
        .forEach(group -> addForgotten(group.getKey(), group.getValue(), plan, equalWeights, owed));
    if (cpusets.isEmpty() && rootMinCpus == 0) {
      ofAverageWeight.forEach(cell -> addBelowAverage(cell, plan, owed));
    }
    return owed;
  }

  /** Of CPUs that several claim, each that is short of its part gets one at least. */
  private void addForgotten(
      List<CellId> claimants,
      CpuMask cpus,
      CellPlan plan,
      boolean equalWeights,
      List<String> owed) {
    int part = equalWeights ? cpuCount / cellCount() : 1;
    for (CellId cell : claimants) {
      int own = exclusive.getOrDefault(cell, 0);
      if (own < part && !plan.primaryOf(cell).intersects(cpus)) {
        owed.add(
            "gives cell %s none of CPUs %s, which %d cells claim; it has %d others, its part is %d"
                .formatted(cell, cpus, claimants.size(), own, part));
      }
    }
  }

  /** One CPU less than its part is what rounding may take. */
  private void addBelowAverage(CellId cell, CellPlan plan, List<String> owed) {
    int count = plan.primaryOf(cell).size();
    if ((count + 1) * cellCount() < cpuCount) {
      owed.add(
          "gives new cell %s %d of %d CPUs; it is one of %d cells and weighs what they do on average"
              .formatted(cell, count, cpuCount, cellCount()));
    }
  }
}
