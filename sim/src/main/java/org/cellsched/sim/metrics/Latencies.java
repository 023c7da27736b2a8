package org.cellsched.sim.metrics;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A distribution of latencies in nanoseconds, three significant digits kept; the largest, the mean
 * and the count are exact. Recording is O(1).
 */
public final class Latencies {

  private static final int SIGNIFICANT_DIGITS = 3;

  /** 1 s: what most latencies are below; to grow step by step up to there costs more. */
  private static final long ROOM_NS = 1_000_000_000;

  /** Null until there is something to record. */
  private @Nullable Histogram histogram;

  private long maxNs;
  private long sumNs;

  void record(long latencyNs) {
    if (histogram == null) {
      histogram = new Histogram(1, ROOM_NS, SIGNIFICANT_DIGITS);
      histogram.setAutoResize(true);
    }
    histogram.recordValue(latencyNs);
    maxNs = Math.max(maxNs, latencyNs);
    sumNs += latencyNs;
  }

  public long count() {
    return histogram == null ? 0 : histogram.getTotalCount();
  }

  /** The mean, rounded down; 0 if there is none. Exact, unlike the quantiles. */
  public long meanNs() {
    return count() == 0 ? 0 : sumNs / count();
  }

  /** The longest, 0 if there is none. */
  public long maxNs() {
    return maxNs;
  }

  /**
   * The latency that {@code perMille} of a thousand do not exceed, rounded up to the histogram's
   * precision; 0 if there is none.
   */
  public long quantileNs(int perMille) {
    if (histogram == null) {
      return 0;
    }
    return Math.min(maxNs, histogram.getValueAtPercentile(perMille / 10.0));
  }
}
