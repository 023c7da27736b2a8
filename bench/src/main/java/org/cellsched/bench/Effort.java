package org.cellsched.bench;

/**
 * How much is done to measure something.
 *
 * @param warmUpMs CPU time before it is measured, and at least while it is
 * @param cpuMs simulated CPU time of a run
 * @param steadyMs simulated time after which all logs have the size that they keep
 */
record Effort(long warmUpMs, long cpuMs, long steadyMs) {

  static final Effort FULL = new Effort(3000, 1_024_000, 10_000);

  /** What is measured so is no figure to look at. */
  static final Effort LEAST = new Effort(0, 4096, 10);
}
