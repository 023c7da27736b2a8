package org.cellsched.sim.workload;

/** Whose requests a serving task serves. */
public enum RequestQueueSharing {
  /** One stream of requests for the group: whoever is free takes the next. */
  SHARED,
  /** Each task has its own stream, at the full rate. */
  OWN
}
