package org.cellsched.sim.report;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Latencies in nanoseconds, for the whole run and for the stretch of time that goes on. Recording
 * is O(1).
 */
final class Spread {

  static final long NOTHING = -1;

  private static final int SIGNIFICANT_DIGITS = 2;
  private static final double MILLIONTHS_IN_PERCENT = 10_000.0;

  private final Histogram whole = histogram();
  private final Histogram stretch = histogram();
  private final long widthNs;
  final long[] p50Ns;
  final long[] p99Ns;
  final long[] maxNs;
  private int current;

  Spread(long widthNs, int count) {
    this.widthNs = widthNs;
    p50Ns = nothing(count);
    p99Ns = nothing(count);
    maxNs = nothing(count);
  }

  private static Histogram histogram() {
    Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
    histogram.setAutoResize(true);
    return histogram;
  }

  private static long[] nothing(int count) {
    long[] values = new long[count];
    Arrays.fill(values, NOTHING);
    return values;
  }

  /** Times never run back. */
  void record(long nowNs, long latencyNs) {
    int at = (int) Math.min(nowNs / widthNs, p50Ns.length - 1);
    if (at != current) {
      closeStretch();
      current = at;
    }
    stretch.recordValue(latencyNs);
    maxNs[at] = Math.max(maxNs[at], latencyNs);
  }

  /** Puts the stretch that goes on into the columns and the whole. */
  void closeStretch() {
    if (stretch.getTotalCount() > 0) {
      p50Ns[current] = Math.min(maxNs[current], stretch.getValueAtPercentile(50));
      p99Ns[current] = Math.min(maxNs[current], stretch.getValueAtPercentile(99));
      whole.add(stretch);
      stretch.reset();
    }
  }

  long count() {
    return whole.getTotalCount();
  }

  /** What so many millionths of all latencies do not exceed. */
  long valueNs(long shareOfMillion) {
    return whole.getValueAtPercentile(shareOfMillion / MILLIONTHS_IN_PERCENT);
  }
}
