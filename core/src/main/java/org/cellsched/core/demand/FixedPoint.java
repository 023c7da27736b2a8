package org.cellsched.core.demand;

import java.math.BigInteger;

/** Integer arithmetic of rates, exact or saturated, never wrapped around. */
final class FixedPoint {

  static final long MILLION = 1_000_000;

  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private FixedPoint() {}

  /**
   * ⌊{@code value} × {@code factor} / {@code divisor}⌋, the product held exactly; Long.MAX_VALUE if
   * it does not fit. All three are not negative, the divisor is positive.
   */
  static long multiplyDivide(long value, long factor, long divisor) {
    if (Math.multiplyHigh(value, factor) == 0 && value * factor >= 0) {
      return value * factor / divisor;
    }
    return BigInteger.valueOf(value)
        .multiply(BigInteger.valueOf(factor))
        .divide(BigInteger.valueOf(divisor))
        .min(MAX)
        .longValueExact();
  }

  /**
   * The moving average after {@code sample}: ⌊(weight × sample + (10⁶ − weight) × average) / 10⁶⌋.
   * Rounding down lets the average of an idle cell reach zero.
   *
   * @param weightPpm of the sample, 1 to 1,000,000
   */
  static long movingAverage(long average, long sample, int weightPpm) {
    long step = sample - average;
    long whole = Math.floorDiv(step, MILLION) * weightPpm;
    long part = Math.floorDiv(Math.floorMod(step, MILLION) * (long) weightPpm, MILLION);
    return average + whole + part;
  }
}
