package org.cellsched.core.dispatch;

/**
 * How short the slice of a running task is cut when a task begins to wait that may use that CPU
 * alone: to about twice what the waiter usually runs, so that one who needs little waits little,
 * and one who needs much does not cause a switch for every little. The kernel counts what is left
 * from its last tick on, so that a slice never ends later for having been cut.
 *
 * @param shortestNs at least this much is left, so that switches do not eat up the CPU; positive
 * @param longestNs at most this much is left; at least {@code shortestNs}
 */
public record SliceCut(long shortestNs, long longestNs) {

  /** 0.5 ms to 4 ms, a tick at 250 Hz. */
  public static final SliceCut DEFAULT = new SliceCut(500_000, 4_000_000);

  /** What is left for those who run before a waiter whose mean run is {@code waiterMeanRunNs}. */
  public long leftNs(long waiterMeanRunNs) {
    return Math.clamp(2 * waiterMeanRunNs, shortestNs, longestNs);
  }
}
