package org.cellsched.sim.report;

import java.util.Arrays;

/**
 * Amounts of time by stretch of a run: what was used from one moment to another is shared out among
 * the stretches that it touches, to the nanosecond.
 */
final class TimeBins {

  private final long widthNs;
  private final long[] sumNs;

  TimeBins(long widthNs, int count) {
    this.widthNs = widthNs;
    sumNs = new long[count];
  }

  /** Adds {@code perNs} for each nanosecond of this time. O(stretches touched). */
  void add(long fromNs, long toNs, long perNs) {
    long atNs = Math.max(0, fromNs);
    while (atNs < toNs) {
      int bin = (int) Math.min(atNs / widthNs, sumNs.length - 1);
      long endNs = bin == sumNs.length - 1 ? toNs : Math.min(toNs, (bin + 1) * widthNs);
      sumNs[bin] += (endNs - atNs) * perNs;
      atNs = endNs;
    }
  }

  long[] values() {
    return Arrays.copyOf(sumNs, sumNs.length);
  }
}
