package org.cellsched.host.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Amounts as people read them: three significant digits and a fitting unit. */
public final class Amounts {

  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000_000_000;
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

  private Amounts() {}

  /** A duration, such as {@code 4.25 ms}. */
  public static String duration(long ns) {
    if (ns >= SECOND) {
      return scaled(ns, SECOND) + " s";
    } else if (ns >= MILLI) {
      return scaled(ns, MILLI) + " ms";
    }
    return ns >= MICRO ? scaled(ns, MICRO) + " us" : ns + " ns";
  }

  /** A duration in few columns: without a space, and nothing is 0. */
  public static String compact(long ns) {
    return ns == 0 ? "0" : duration(ns).replace(" ", "");
  }

  /** A count, such as 950, 12.3k or 4.56M. */
  public static String count(long count) {
    if (count < 10_000) {
      return Long.toString(count);
    }
    long unit = count < 1_000_000 ? 1_000 : 1_000_000;
    BigDecimal scaled =
        BigDecimal.valueOf(count).divide(BigDecimal.valueOf(unit), 9, RoundingMode.DOWN);
    int digits = scaled.precision() - scaled.scale();
    return scaled.setScale(Math.max(0, 3 - digits), RoundingMode.HALF_UP)
        + (unit == 1_000 ? "k" : "M");
  }

  /** A moment of a run, exact: such as {@code 12.000250000 s}. */
  public static String seconds(long ns) {
    return BigDecimal.valueOf(ns, 9).toPlainString() + " s";
  }

  /** The millisecond of a run that a moment is in, such as {@code 12.000 s}. */
  public static String millisecond(long ns) {
    return BigDecimal.valueOf(ns, 9).setScale(3, RoundingMode.DOWN).toPlainString() + " s";
  }

  /** A share in millionths as a percentage, such as {@code 12.5 %}. */
  public static String percent(long ppm) {
    return BigDecimal.valueOf(ppm, 4).setScale(1, RoundingMode.HALF_UP) + " %";
  }

  /** Thousandths of a CPU as CPUs, such as {@code 2.50}. */
  public static String cpus(long milliCpus) {
    return BigDecimal.valueOf(milliCpus, 3).setScale(2, RoundingMode.HALF_UP).toString();
  }

  private static String scaled(long ns, long unit) {
    BigDecimal value = BigDecimal.valueOf(ns).divide(BigDecimal.valueOf(unit));
    BigDecimal rounded =
        value.compareTo(THOUSAND) < 0
            ? value.round(THREE_DIGITS)
            : value.setScale(0, RoundingMode.HALF_UP);
    return rounded.scale() < 0 ? rounded.toPlainString() : padded(rounded).toPlainString();
  }

  /** With zeros up to three digits, as in 4.00. */
  private static BigDecimal padded(BigDecimal value) {
    int digitsBefore = Math.max(1, value.precision() - value.scale());
    return value.setScale(Math.max(0, 3 - digitsBefore), RoundingMode.UNNECESSARY);
  }

  /** Such as {@code 1 plan} or {@code 3 plans}. */
  public static String counted(long count, String noun) {
    return counted(count, noun, noun + "s");
  }

  /** The same of a noun whose plural is another word. */
  public static String counted(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
