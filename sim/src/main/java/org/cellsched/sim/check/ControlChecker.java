package org.cellsched.sim.check;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.CgroupState;
import org.cellsched.core.control.ControllerConfig;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.ControllerStatus;
import org.cellsched.core.control.CpusetReading;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.demand.CellDemand;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.ProportionalPlanner;
import org.jspecify.annotations.Nullable;

/**
 * Whether the controller keeps up with what it is told: when it waits for nothing, its plan fits
 * the cgroups, cpusets and CPUs that it was told of last, and of two cgroups with the same cpuset
 * it gives up the younger; and a cell that comes starts at the average of the others, not with what
 * an earlier owner of its id left.
 *
 * <p>Keeps its own record of what the controller was told. An input costs O(cells · log cells), and
 * O(cells²) where there are more cells than CPUs for them.
 */
public final class ControlChecker {

  /** A thousandth of a CPU, in millionths of a ppm. */
  private static final long LEAST_DEMAND_MICRO_PPM = 1_000_000_000L;

  private final Violations violations;
  private final TreeMap<Long, PublishedPlan> issued = new TreeMap<>();
  private final TreeMap<CgroupIdentity, CpusetReading> listing = new TreeMap<>();

  /**
   * By cgroup of the last listing: the number of the listing in which it was first seen with a
   * cpuset that it could have a cell for.
   */
  private final TreeMap<CgroupIdentity, Long> firstListing = new TreeMap<>();

  private long listings;
  private @Nullable CellController controller;
  private @Nullable ControllerConfig config;
  private @Nullable CpuMask online;
  private List<CellAssignment> assignedBefore = List.of();

  public ControlChecker(Violations violations) {
    this.violations = violations;
  }

  /** The controller is there, and was told nothing yet. */
  public void begins(CellController watched, ControllerConfig itsConfig) {
    controller = watched;
    config = itsConfig;
  }

  /** The controller was told something, and answered. */
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    CellController watched = controller;
    if (watched == null) {
      return;
    }
    switch (input) {
      case ControllerInput.CgroupsListed(List<CgroupState> children) -> listed(children);
      case ControllerInput.CpusOnline(CpuMask cpus) -> online = cpus;
      case ControllerInput.PlanApplied(long generation) -> applied(nowNs, watched, generation);
      case ControllerInput.PlanRefused refused -> {}
      case ControllerInput.DemandSampled sampled -> {}
      case ControllerInput.CellDrained drained -> {}
      case ControllerInput.Woken woken -> {}
    }
    for (ControllerEffect effect : effects) {
      if (effect instanceof ControllerEffect.ApplyPlan apply) {
        issued.put(apply.plan().generation(), apply.plan());
        requireShares(nowNs, watched, apply.plan());
      }
    }
    if (!(input instanceof ControllerInput.DemandSampled)) {
      requireFit(nowNs, watched);
    }
  }

  private void requireShares(long nowNs, CellController watched, PublishedPlan plan) {
    ControllerConfig its = config;
    if (its == null
        || !(its.planner() instanceof ProportionalPlanner)
        || !allUnderstood(plan.assignments())) {
      return;
    }
    TreeMap<CellId, @Nullable CpuMask> cpusets = new TreeMap<>();
    TreeSet<CellId> fresh = new TreeSet<>();
    for (CellAssignment assigned : plan.assignments()) {
      CpusetReading cpuset = listing.get(assigned.cgroup());
      cpusets.put(
          assigned.cell(), cpuset instanceof CpusetReading.Limited(CpuMask cpus) ? cpus : null);
      if (!assignedBefore.contains(assigned)) {
        fresh.add(assigned.cell());
      }
    }
    TreeSet<CellId> known = new TreeSet<>(cpusets.keySet());
    known.add(CellId.ROOT);
    known.removeAll(fresh);
    if (!fresh.isEmpty() && !isAnyDemandKnown(watched, known)) {
      fresh.clear();
    }
    new PlainShares(plannedCpus(plan), its.rootMinCpus(), cpusets)
        .owed(plan.plan(), its.rebalancing() == null, fresh)
        .forEach(what -> violate(nowNs, plan, what));
  }

  private boolean allUnderstood(List<CellAssignment> assignments) {
    return assignments.stream()
        .map(assigned -> listing.get(assigned.cgroup()))
        .allMatch(cpuset -> cpuset != null && isUnderstood(cpuset));
  }

  /**
   * Of one of these cells; what others want that are gone does not count. Not just a trace of it:
   * weights are whole millionths, and the average of little is nothing.
   */
  private static boolean isAnyDemandKnown(CellController watched, SortedSet<CellId> cells) {
    return watched.checkpoint().demand().demands().stream()
        .filter(demand -> cells.contains(demand.id()))
        .anyMatch(demand -> demand.smoothedMicroPpm() >= LEAST_DEMAND_MICRO_PPM);
  }

  private static CpuMask plannedCpus(PublishedPlan plan) {
    return plan.plan().cells().stream()
        .map(CellAllocation::primary)
        .reduce(CpuMask.none(), CpuMask::or);
  }

  private void listed(List<CgroupState> children) {
    listing.clear();
    for (CgroupState child : children) {
      if (config == null || !config.excludedNames().contains(child.identity().name())) {
        listing.put(child.identity(), child.cpuset());
      }
    }
    listings++;
    firstListing.keySet().retainAll(listing.keySet());
    listing.forEach((cgroup, cpuset) -> {
      if (isUnderstood(cpuset)) {
        firstListing.putIfAbsent(cgroup, listings);
      }
    });
  }

  private void applied(long nowNs, CellController watched, long generation) {
    PublishedPlan plan = issued.get(generation);
    if (plan == null) {
      return;
    }
    issued.headMap(generation).clear();
    List<CellDemand> others = new ArrayList<>();
    List<CellDemand> fresh = new ArrayList<>();
    for (CellDemand demand : watched.checkpoint().demand().demands()) {
      (isNew(demand.id(), plan) ? fresh : others).add(demand);
    }
    assignedBefore = plan.assignments();
    if (others.isEmpty()) {
      return;
    }
    long least = others.stream().mapToLong(CellDemand::smoothedMicroPpm).min().orElse(0);
    long most = others.stream().mapToLong(CellDemand::smoothedMicroPpm).max().orElse(0);
    for (CellDemand demand : fresh) {
      boolean average = demand.smoothedMicroPpm() >= least && demand.smoothedMicroPpm() <= most;
      if (!average || demand.runningMilliCpus() != 0 || demand.utilisationPpm() != 0) {
        violations.add(
            Rule.DEMAND,
            nowNs,
            "new cell %s begins with %s; the others have %d to %d millionths of a ppm"
                .formatted(demand.id(), demand, least, most));
      }
    }
  }

  /** Whether the plan gives a cell to another cgroup than the one before. */
  private boolean isNew(CellId cell, PublishedPlan plan) {
    return plan.assignments().stream()
        .anyMatch(assigned -> assigned.cell().equals(cell) && !assignedBefore.contains(assigned));
  }

  private void requireFit(long nowNs, CellController watched) {
    ControllerStatus status = watched.status();
    PublishedPlan plan = status.applied();
    boolean waits = status.unansweredGeneration() != 0 || watched.checkpoint().wakeAtNs() != null;
    if (plan == null || waits) {
      return;
    }
    TreeMap<CgroupIdentity, CellId> cells = new TreeMap<>();
    plan.assignments().forEach(assigned -> cells.put(assigned.cgroup(), assigned.cell()));
    listing.forEach((cgroup, cpuset) -> {
      CellId cell = cells.remove(cgroup);
      if (cell != null) {
        requireInside(nowNs, cgroup, cpuset, plan.plan().find(cell));
      } else if (isUnderstood(cpuset)
          && !status.demoted().contains(cgroup)
          && !status.unplaced().contains(cgroup)) {
        violate(nowNs, plan, "has no cell for cgroup " + cgroup);
      }
    });
    plan.assignments().forEach(placed -> requireSeniority(nowNs, plan, placed.cgroup(), status));
    cells.forEach((cgroup, cell) ->
        violate(nowNs, plan, "has cell %s for cgroup %s, which is gone".formatted(cell, cgroup)));
    CpuMask planned = plannedCpus(plan);
    if (online != null && !planned.equals(online)) {
      violate(nowNs, plan, "is for CPUs %s, and %s are online".formatted(planned, online));
    }
  }

  /** Whoever could have the place of a younger one has it: PlanLadder gives up the newest cells. */
  private void requireSeniority(
      long nowNs, PublishedPlan plan, CgroupIdentity placed, ControllerStatus status) {
    CpusetReading cpuset = listing.get(placed);
    for (CgroupIdentity demoted : status.demoted()) {
      if (cpuset != null
          && isUnderstood(cpuset)
          && cpuset.equals(listing.get(demoted))
          && firstListedIn(demoted) < firstListedIn(placed)) {
        violate(
            nowNs,
            plan,
            "has a cell for cgroup %s and none for %s, which came before with the same cpuset"
                .formatted(placed, demoted));
      }
    }
  }

  private long firstListedIn(CgroupIdentity cgroup) {
    return firstListing.getOrDefault(cgroup, 0L);
  }

  /** One that allows no CPU counts as unreadable: what was known before goes on. */
  private static boolean isUnderstood(CpusetReading reading) {
    return switch (reading) {
      case CpusetReading.NotSet notSet -> true;
      case CpusetReading.Limited(CpuMask cpus) -> !cpus.isEmpty();
      case CpusetReading.Unreadable unreadable -> false;
    };
  }

  private void requireInside(
      long nowNs, CgroupIdentity cgroup, CpusetReading cpuset, @Nullable CellAllocation cell) {
    if (cell != null
        && isUnderstood(cpuset)
        && cpuset instanceof CpusetReading.Limited(CpuMask cpus)
        && !cell.primary().or(cell.borrowable()).isSubsetOf(cpus)) {
      violations.add(
          Rule.PLAN,
          nowNs,
          "cell %s owns %s and may borrow %s; the cpuset of %s is %s"
              .formatted(cell.id(), cell.primary(), cell.borrowable(), cgroup, cpus));
    }
  }

  private void violate(long nowNs, PublishedPlan plan, String what) {
    violations.add(Rule.PLAN, nowNs, "plan " + plan.generation() + " " + what);
  }
}
