package org.cellsched.bench;

/**
 * How much is done to measure something.
 *
 * @param warmUpMs CPU time before it is measured, and at least while it is
 * @param cpuMs simulated CPU time of a run
 * @param steadyFromMs simulated time from which on an event's garbage is counted
 * @param steadyToMs until when; no counters are sampled between
 */
record Effort(long warmUpMs, long cpuMs, long steadyFromMs, long steadyToMs) {

  /** Logs have the size that they keep after four seconds. */
  static final Effort FULL = new Effort(3000, 1_024_000, 4100, 4900);

  /** What is measured so is no figure to look at. */
  static final Effort LEAST = new Effort(0, 4096, 5, 10);
}
