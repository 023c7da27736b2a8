package org.cellsched.sim.scenario;

import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.kernel.SchedulingPolicy;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.RequestQueueSharing;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are alike.
 *
 * @param name unique among the groups, cells and subjects of expectations
 * @param cell path of their cgroup below the cell parent, such as {@code web} or {@code
 *     web/frontend}; {@link #ROOT} for tasks that belong to no cell
 * @param nice -20 to 19
 * @param affinity CPUs they may run on, never empty; null for all
 * @param startNs when they come to life
 * @param stopNs when they exit; null: at the end of the run, or when their behaviour ends
 * @param queue whose requests {@link Behaviour.Serve} serves; without meaning for other behaviours
 * @param policy SCHED_IDLE makes {@code nice} meaningless
 */
public record TaskGroup(
    String name,
    String cell,
    int count,
    Behaviour behaviour,
    int nice,
    @Nullable CpuMask affinity,
    long startNs,
    @Nullable Long stopNs,
    RequestQueueSharing queue,
    SchedulingPolicy policy) {

  /** The reserved name of what belongs to no cell. */
  public static final String ROOT = "root";

  /** Tasks of policy SCHED_OTHER. */
  public TaskGroup(
      String name,
      String cell,
      int count,
      Behaviour behaviour,
      int nice,
      @Nullable CpuMask affinity,
      long startNs,
      @Nullable Long stopNs,
      RequestQueueSharing queue) {
    this(
        name,
        cell,
        count,
        behaviour,
        nice,
        affinity,
        startNs,
        stopNs,
        queue,
        SchedulingPolicy.NORMAL);
  }
}
