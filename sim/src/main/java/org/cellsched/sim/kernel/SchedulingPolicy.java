package org.cellsched.sim.kernel;

/** What sched_setscheduler may ask for a task that sched_ext runs. */
public enum SchedulingPolicy {
  /** SCHED_OTHER: the weight follows from nice. */
  NORMAL,
  /** SCHED_BATCH: as normal under sched_ext, which leaves the difference to the scheduler. */
  BATCH,
  /** SCHED_IDLE: the least weight there is, whatever its nice value. */
  IDLE
}
