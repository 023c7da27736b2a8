package org.cellsched.sim.metrics;

import java.util.Arrays;

/**
 * A distribution of latencies in nanoseconds, three significant digits kept; the largest, the mean
 * and the count are exact. Recording is O(1).
 *
 * <p>The buckets are those of HdrHistogram (Gil Tene): exact up to {@value #EXACT_BELOW} ns, from
 * there on {@value #BUCKETS_PER_DOUBLING} for each doubling. They come in pages that are made when
 * something falls there: most cells and task groups see few different latencies, and HdrHistogram's
 * one array of 170 KiB for each was a tenth of a short run.
 */
public final class Latencies {

  private static final int DOUBLING_BITS = 10;
  private static final int BUCKETS_PER_DOUBLING = 1 << DOUBLING_BITS;
  private static final int EXACT_BELOW = 2 * BUCKETS_PER_DOUBLING;

  private static final int PAGE_BITS = 6;
  private static final int BUCKETS_PER_PAGE = 1 << PAGE_BITS;

  /** In place of pages that nothing fell into; never written. */
  private static final long[] EMPTY_PAGE = {};

  private long[][] pages = {};
  private long count;
  private long maxNs;
  private long sumNs;

  void record(long latencyNs) {
    if (latencyNs < 0) {
      throw new IllegalArgumentException("a latency of " + latencyNs + " ns");
    }
    int bucket = bucketOf(latencyNs);
    page(bucket >>> PAGE_BITS)[bucket % BUCKETS_PER_PAGE]++;
    count++;
    maxNs = Math.max(maxNs, latencyNs);
    sumNs += latencyNs;
  }

  public long count() {
    return count;
  }

  /** The mean, rounded down; 0 if there is none. Exact, unlike the quantiles. */
  public long meanNs() {
    return count == 0 ? 0 : sumNs / count;
  }

  /** The longest, 0 if there is none. */
  public long maxNs() {
    return maxNs;
  }

  /**
   * The latency that {@code perMille} of a thousand, 1 to 1000, do not exceed, rounded up to the
   * end of its bucket; 0 if there is none. O(buckets of the pages in use).
   */
  public long quantileNs(int perMille) {
    long wanted = Math.max(1, Math.ceilDiv(count * perMille, 1000));
    long seen = 0;
    for (int page = 0; page < pages.length; page++) {
      for (int index = 0; index < pages[page].length; index++) {
        seen += pages[page][index];
        if (seen >= wanted) {
          return Math.min(maxNs, endOfBucket((page << PAGE_BITS) + index));
        }
      }
    }
    return maxNs;
  }

  private static int bucketOf(long latencyNs) {
    int doublings = Long.SIZE - Long.numberOfLeadingZeros(latencyNs / EXACT_BELOW);
    return (doublings << DOUBLING_BITS) + (int) (latencyNs >>> doublings);
  }

  /** The longest latency of a bucket. */
  private static long endOfBucket(int bucket) {
    int doublings = Math.max(0, (bucket >>> DOUBLING_BITS) - 1);
    return ((bucket - ((long) doublings << DOUBLING_BITS) + 1) << doublings) - 1;
  }

  private long[] page(int number) {
    if (number >= pages.length) {
      int before = pages.length;
      pages = Arrays.copyOf(pages, number + 1);
      Arrays.fill(pages, before, pages.length, EMPTY_PAGE);
    }
    if (pages[number].length == 0) {
      pages[number] = new long[BUCKETS_PER_PAGE];
    }
    return pages[number];
  }
}
