package org.cellsched.core.plan;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Sharing whole things by weight: the method of the largest remainder, also known as Hamilton's.
 *
 * <p>Exact: fractions are compared as integers over one denominator, so no result depends on
 * rounding, and any weights from 0 to {@link Long#MAX_VALUE} may meet. Recipients are known by
 * index; the lower index wins ties. O(n log n) for n recipients, O(n²) at worst with the repair.
 */
final class Apportionment {

  private final long[] weights;

  /** Recipients by descending fraction, ties by ascending index. */
  private final Integer[] order;

  private final int[] counts;

  /** Shares {@code count} things; all weights zero counts as all weights equal. */
  private Apportionment(int count, long[] weights) {
    this.weights = Arrays.stream(weights).allMatch(w -> w == 0) ? ones(weights.length) : weights;
    BigInteger total =
        Arrays.stream(this.weights)
            .mapToObj(BigInteger::valueOf)
            .reduce(BigInteger.ZERO, BigInteger::add);
    counts = new int[weights.length];
    BigInteger[] remainders = new BigInteger[weights.length];
    for (int i = 0; i < weights.length; i++) {
      BigInteger[] share =
          BigInteger.valueOf(this.weights[i])
              .multiply(BigInteger.valueOf(count))
              .divideAndRemainder(total);
      counts[i] = share[0].intValueExact();
      remainders[i] = share[1];
    }
    order = new Integer[weights.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.comparing((Integer i) -> remainders[i], Comparator.reverseOrder())
            .thenComparing(Comparator.naturalOrder()));
    int left = count - Arrays.stream(counts).sum();
    for (int i = 0; i < left; i++) {
      counts[order[i]]++;
    }
  }

  /**
   * The whole part of each weight's share of {@code count}, and the rest one each by descending
   * fraction. All weights zero: equal shares, the rest to the lowest indices.
   *
   * @param weights not negative, at least one of them
   */
  static int[] byLargestRemainder(int count, long[] weights) {
    return new Apportionment(count, weights).counts;
  }

  /**
   * The same, and then no recipient of positive weight goes without while another has more than
   * one: the starved take one each from whoever has most, the first in order of fraction first.
   *
   * @param weights not negative, at least one of them
   */
  static int[] sparingNobody(int count, long[] weights) {
    Apportionment shares = new Apportionment(count, weights);
    for (int index : shares.order) {
      int richest = shares.richest();
      if (shares.isStarved(index) && shares.counts[richest] > 1) {
        shares.counts[richest]--;
        shares.counts[index]++;
      }
    }
    return shares.counts;
  }

  private boolean isStarved(int index) {
    return weights[index] > 0 && counts[index] == 0;
  }

  /** The recipient that has most; of several the last in order. */
  private int richest() {
    int richest = order[0];
    for (int index : order) {
      if (counts[index] >= counts[richest]) {
        richest = index;
      }
    }
    return richest;
  }

  private static long[] ones(int length) {
    long[] ones = new long[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
