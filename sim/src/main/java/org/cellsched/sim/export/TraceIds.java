package org.cellsched.sim.export;

/**
 * Numbers of processes, threads and tracks in a trace: the same thing has the same number in every
 * run, and no two share one.
 */
final class TraceIds {

  /** What a CPU runs when it runs nothing, as in Linux. */
  static final int IDLE_TID = 0;

  /** The process whose threads, one for each CPU, stand for the higher scheduling classes. */
  static final int HIGHER_CLASS_PID = 9;

  private static final int FIRST_HIGHER_CLASS_TID = 10;

  /** A scenario has 4,096 CPUs at most. */
  private static final int FIRST_CELL_PID = 5_000;

  /** And 1,000 cells. */
  private static final int FIRST_TASK_TID = 10_000;

  private static final long TRACK_KINDS = 4;

  private TraceIds() {}

  /** The thread that stands for the higher classes on a CPU. */
  static int higherClassTid(int cpu) {
    return FIRST_HIGHER_CLASS_TID + cpu;
  }

  /** The process that stands for a tenant. */
  static int cellPid(int tenant) {
    return FIRST_CELL_PID + tenant;
  }

  static int taskTid(int task) {
    return FIRST_TASK_TID + task;
  }

  /** The track of what happens to the whole machine: plans, and CPUs that come and go. */
  static long machineTrack() {
    return TRACK_KINDS;
  }

  /** The track of a tenant's process. */
  static long cellTrack(int tenant) {
    return TRACK_KINDS * cellPid(tenant);
  }

  /** The counter of the CPUs that a tenant owns. */
  static long cpusTrack(int tenant) {
    return TRACK_KINDS * cellPid(tenant) + 1;
  }

  /** The counter of a tenant's tasks in line. */
  static long inLineTrack(int tenant) {
    return TRACK_KINDS * cellPid(tenant) + 2;
  }

  /** The track of a task's thread. */
  static long taskTrack(int task) {
    return TRACK_KINDS * taskTid(task) + 3;
  }
}
