package org.cellsched.sim.explain;

import java.util.List;

/**
 * Everything about one wait: what happened to the task and why, and who had the CPUs.
 *
 * @param scheduled what was done about the task, in order of time
 * @param others how its cell's other tasks fared meanwhile
 * @param weight its weight within its cell
 * @param lastCpu where it ran before; -1 if nowhere yet
 * @param cpus the CPUs that it could have used, and what became of their time
 * @param holders the tasks that had those CPUs, by task group, largest first
 */
public record WaitReport(
    Wait waited,
    int weight,
    int lastCpu,
    List<Moment> scheduled,
    Others others,
    List<CpuRow> cpus,
    List<Holder> holders) {

  /** Something that happened at a time, in words. */
  public record Moment(long timeNs, String what) {}

  /**
   * The waiting task's rivals: tasks of its cell on CPUs that it could have used.
   *
   * @param waitingBefore waited already when it began
   * @param served got a turn meanwhile, each turn counted
   * @param overtook of these, turns of tasks that began to wait after it
   */
  public record Others(int waitingBefore, int served, int overtook) {}

  /** A CPU and its owner at the end of the wait. */
  public record CpuRow(int cpu, String owner, CpuTime time) {}

  /**
   * What the tasks of one group had.
   *
   * @param tasks how many of them had something
   * @param cpus where, in list format
   * @param ranNs all of it, switches and interrupts left out
   * @param longestNs the longest turn, as far as it fell into the wait
   */
  public record Holder(
      String group, String cell, int tasks, String cpus, int turns, long ranNs, long longestNs) {}
}
