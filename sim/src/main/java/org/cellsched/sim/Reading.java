package org.cellsched.sim;

import java.math.BigInteger;

/**
 * A metric at one moment, as counted since the run began: a plain count, or the two sides of a
 * ratio.
 *
 * @param denominator {@link #PLAIN} where the value is the numerator itself
 * @param scale by which a ratio is multiplied: a million for ppm
 */
record Reading(long numerator, long denominator, long scale) {

  private static final long PLAIN = Long.MIN_VALUE;

  static Reading plain(long value) {
    return new Reading(value, PLAIN, 1);
  }

  /** A ratio in millionths. */
  static Reading ppm(long numerator, long denominator) {
    return new Reading(numerator, denominator, 1_000_000);
  }

  /** A mean of {@code count} values that sum up to {@code sum}. */
  static Reading mean(long sum, long count) {
    return new Reading(sum, count, 1);
  }

  /** What was counted between an earlier reading of the same metric and this one. */
  Reading since(Reading earlier) {
    return denominator == PLAIN
        ? plain(numerator - earlier.numerator)
        : new Reading(numerator - earlier.numerator, denominator - earlier.denominator, scale);
  }

  /** The value, rounded down; 0 for a ratio of nothing. */
  long value() {
    if (denominator == PLAIN) {
      return numerator;
    } else if (denominator == 0) {
      return 0;
    }
    return BigInteger.valueOf(numerator)
        .multiply(BigInteger.valueOf(scale))
        .divide(BigInteger.valueOf(denominator))
        .longValue();
  }
}
