package org.cellsched.sim.scenario;

import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.RequestQueueSharing;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are alike.
 *
 * @param name unique among the groups, cells and subjects of expectations
 * @param cell path of their cgroup below the cell parent, such as {@code web} or {@code
 *     web/frontend}; {@link #ROOT} for tasks that belong to no cell
 * @param count how many; at most, if they are forked; without meaning where there is one per CPU
 * @param nice -20 to 19
 * @param affinity CPUs they may run on, never empty; null for all
 * @param startNs when they come to life
 * @param stopNs when they exit; null: at the end of the run, or when their behaviour ends
 * @param queue whose requests {@link Behaviour.Serve} serves; without meaning for other behaviours
 */
public record TaskGroup(
    String name,
    String cell,
    int count,
    Members members,
    Behaviour behaviour,
    int nice,
    @Nullable CpuMask affinity,
    long startNs,
    @Nullable Long stopNs,
    RequestQueueSharing queue) {

  /** How the tasks of a group come into being. */
  public enum Members {
    /** As many as its count, when the group starts. */
    COUNTED,
    /** One pinned to each CPU that they may run on, when the group starts. */
    PER_CPU,
    /** By {@code fork} in the program of another task, one at a time. */
    FORKED
  }

  /** How many tasks a start of the group makes, or its forks at most. */
  public int taskCount(Topology machine) {
    return members == Members.PER_CPU ? possibleCpus(machine).size() : count;
  }

  /** The CPUs that its tasks may run on if their cgroup does not forbid it. */
  public CpuMask possibleCpus(Topology machine) {
    return affinity == null ? machine.cpus() : affinity;
  }

  /** The reserved name of what belongs to no cell. */
  public static final String ROOT = "root";
}
