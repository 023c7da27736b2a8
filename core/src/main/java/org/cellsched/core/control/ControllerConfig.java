package org.cellsched.core.control;

import java.util.SortedSet;
import org.cellsched.core.plan.CellPlanner;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.jspecify.annotations.Nullable;

/**
 * The controller's settings, fixed for its life.
 *
 * @param planner tried first; see {@code PlanLadder} for what follows if it fails
 * @param rootMinCpus CPUs held out for the root cell, 0 for none
 * @param borrowing whether cells may use idle CPUs of others
 * @param excludedNames names of children of the cell parent cgroup that stay in the root cell
 * @param rebalancing null where CPUs do not follow demand
 * @param applyTimeoutNs how long an unanswered plan is waited for before it counts as refused
 */
public record ControllerConfig(
    CellPlanner planner,
    int rootMinCpus,
    boolean borrowing,
    SortedSet<String> excludedNames,
    DebounceConfig debounce,
    @Nullable RebalanceConfig rebalancing,
    long applyTimeoutNs) {}
