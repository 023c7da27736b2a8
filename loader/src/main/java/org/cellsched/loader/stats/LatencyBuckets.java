package org.cellsched.loader.stats;

/**
 * A histogram of latencies by powers of two: bucket n counts those below 2^n ns that are not below
 * half of that.
 */
record LatencyBuckets(long[] counts) {

  private static final int PER_MILLE = 1000;

  long count() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /** The bucket's end below which {@code perMille} of a thousand are; 0 if there are none. */
  long quantileNs(int perMille) {
    long rank = Math.ceilDiv(count() * perMille, PER_MILLE);
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (rank > 0 && seen >= rank) {
        return 1L << bucket;
      }
    }
    return 0;
  }
}
