package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.CellPlanner;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.jspecify.annotations.Nullable;

/**
 * The controller's settings, fixed for its life. {@link #problems} tells which are out of range;
 * {@link CellController} takes none that has problems.
 *
 * @param planner tried first; see {@code PlanLadder} for what follows if it fails
 * @param rootMinCpus CPUs held out for the root cell, 0 for none
 * @param borrowing whether cells may use idle CPUs of others
 * @param excludedNames names of children of the cell parent cgroup that stay in the root cell
 * @param rebalancing null where CPUs do not follow demand
 * @param applyTimeoutNs how long an unanswered plan is waited for before it counts as refused: 1 to
 *     {@link #MAX_APPLY_TIMEOUT_NS}
 */
public record ControllerConfig(
    CellPlanner planner,
    int rootMinCpus,
    boolean borrowing,
    SortedSet<String> excludedNames,
    DebounceConfig debounce,
    @Nullable RebalanceConfig rebalancing,
    long applyTimeoutNs) {

  public ControllerConfig {
    excludedNames = Collections.unmodifiableSortedSet(new TreeSet<>(excludedNames));
  }

  /** An hour; a plan takes milliseconds to apply. */
  public static final long MAX_APPLY_TIMEOUT_NS = 3_600_000_000_000L;

  /** What is out of range, a sentence each with the value seen; empty if all is well. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (rootMinCpus < 0 || rootMinCpus > CpuMask.MAX_CPUS) {
      problems.add(
          "rootMinCpus is %s; it must be 0 to %s".formatted(rootMinCpus, CpuMask.MAX_CPUS));
    }
    if (applyTimeoutNs < 1 || applyTimeoutNs > MAX_APPLY_TIMEOUT_NS) {
      problems.add(
          "apply timeout is %s ns; it must be 1 to %s ns"
              .formatted(applyTimeoutNs, MAX_APPLY_TIMEOUT_NS));
    }
    debounce.problems().forEach(problem -> problems.add("debounce: " + problem));
    if (rebalancing != null) {
      rebalancing.problems().forEach(problem -> problems.add("rebalancing: " + problem));
    }
    return problems;
  }
}
