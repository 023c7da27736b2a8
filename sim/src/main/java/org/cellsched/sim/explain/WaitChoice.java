package org.cellsched.sim.explain;

import org.jspecify.annotations.Nullable;

/**
 * Which of the waits that it is shown is the one to tell about: the longest; or, where a time is
 * asked for, the longest of those at that time, else the next one to begin, else the last before.
 */
final class WaitChoice {

  private final @Nullable Long atNs;
  private boolean any;
  private long bestFromNs;
  private long bestEndNs;

  WaitChoice(@Nullable Long atNs) {
    this.atNs = atNs;
  }

  /** Whether this wait is to be told rather than the one preferred until now. */
  boolean prefers(long fromNs, long endNs) {
    boolean better = !any || isBetter(fromNs, endNs);
    if (better) {
      any = true;
      bestFromNs = fromNs;
      bestEndNs = endNs;
    }
    return better;
  }

  private boolean isBetter(long fromNs, long endNs) {
    boolean longer = endNs - fromNs > bestEndNs - bestFromNs;
    if (atNs == null) {
      return longer;
    }
    long distanceNs = distanceNs(atNs, fromNs, endNs);
    long bestDistanceNs = distanceNs(atNs, bestFromNs, bestEndNs);
    return distanceNs == 0 && bestDistanceNs == 0 ? longer : distanceNs < bestDistanceNs;
  }

  /** 0 for a wait at that time; any later one is nearer than any that had ended. */
  private static long distanceNs(long atNs, long fromNs, long endNs) {
    if (atNs < fromNs) {
      return fromNs - atNs;
    }
    return atNs <= endNs ? 0 : Long.MAX_VALUE / 2 + (atNs - endNs);
  }
}
