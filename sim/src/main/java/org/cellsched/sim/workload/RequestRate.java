package org.cellsched.sim.workload;

/** What the rate of requests, or the number of clients, is meant for. */
public enum RequestRate {
  /** All tasks of the group together. */
  TOTAL,
  /** Each task of the group. */
  PER_TASK
}
