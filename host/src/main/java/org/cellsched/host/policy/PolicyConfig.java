package org.cellsched.host.policy;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cellsched.core.control.ControllerConfig;
import org.cellsched.core.control.DebounceConfig;
import org.cellsched.core.plan.CellPlanner;
import org.cellsched.core.plan.Planners;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.jspecify.annotations.Nullable;

/**
 * How cells are scheduled: everything an operator may choose, for the simulator and the loader
 * alike.
 *
 * @param planner name of the planner that is tried first
 * @param borrowing whether cells may use idle CPUs of others
 * @param rootMinCpus CPUs held out for the root cell, 0 for none
 * @param excluded names of children of the cell parent cgroup that stay in the root cell
 * @param intervalNs time between two demand samples
 * @param rebalancing null where CPUs do not follow demand
 * @param debounce how changes of the set of cells are gathered
 * @param applyTimeoutNs how long an unanswered plan is waited for before it counts as refused
 * @param dataPlane what the part in the kernel is told
 */
public record PolicyConfig(
    String planner,
    boolean borrowing,
    int rootMinCpus,
    SortedSet<String> excluded,
    long intervalNs,
    @Nullable RebalanceConfig rebalancing,
    DebounceConfig debounce,
    long applyTimeoutNs,
    DataPlaneConfig dataPlane) {

  /** What an empty {@code policy} means. */
  public static final PolicyConfig DEFAULT =
      new PolicyConfig(
          "proportional",
          false,
          0,
          new TreeSet<>(),
          1_000_000_000L,
          null,
          DebounceConfig.DEFAULT,
          5_000_000_000L,
          DataPlaneConfig.DEFAULT);

  public PolicyConfig {
    excluded = Collections.unmodifiableSortedSet(new TreeSet<>(excluded));
  }

  /** The same as a fixed partition: nothing is lent, nothing moves. */
  public PolicyConfig partitionOnly() {
    return new PolicyConfig(
        planner,
        false,
        rootMinCpus,
        excluded,
        intervalNs,
        null,
        debounce,
        applyTimeoutNs,
        dataPlane);
  }

  /**
   * The part that the controller needs.
   *
   * @throws IllegalArgumentException if there is no planner of that name
   */
  public ControllerConfig controllerConfig() {
    CellPlanner named = Planners.all().get(planner);
    if (named == null) {
      throw new IllegalArgumentException(
          "planner " + planner + " is not one of " + Planners.all().keySet());
    }
    return new ControllerConfig(
        named, rootMinCpus, borrowing, excluded, debounce, rebalancing, applyTimeoutNs);
  }
}
