package org.cellsched.host.report;

/**
 * An amount in one byte, as a small floating-point number: 0 to 15 exactly, larger ones rounded
 * down to four significant bits (to within 12 %). It is for columns in which the exact number would
 * cost more than it tells.
 */
public final class Magnitude {

  private static final int MANTISSA_BITS = 3;
  private static final int HIDDEN_BIT = 1 << MANTISSA_BITS;

  private Magnitude() {}

  /** The code of an amount that is not negative; ascending with it, at most 487. */
  public static int of(long amount) {
    if (amount < 2 * HIDDEN_BIT) {
      return (int) amount;
    }
    int shift = Long.SIZE - Long.numberOfLeadingZeros(amount) - MANTISSA_BITS - 1;
    return (shift << MANTISSA_BITS) + (int) (amount >>> shift);
  }

  /** The smallest amount that has this code. */
  public static long amount(int code) {
    if (code < 2 * HIDDEN_BIT) {
      return code;
    }
    int shift = (code >> MANTISSA_BITS) - 1;
    return (long) (code - (shift << MANTISSA_BITS)) << shift;
  }
}
