package org.cellsched.sim.compare;

import java.util.List;

/**
 * How a policy's values differ from the baseline's, by a paired t-test: each pair is two runs with
 * the same seed, which get the same random draws (common random numbers), so that what both had to
 * cope with cancels out. The interval is an {@link Estimate}'s, of the differences.
 *
 * <p>Values are whole numbers, so a difference has at least the variance of its rounding: two
 * violations instead of one, with each of two seeds, prove nothing, though the differences are all
 * equal.
 *
 * <p>Source: A. M. Law, Simulation Modeling and Analysis, 5th ed. 2015, section 10.2.1 (paired-t
 * confidence interval) and section 11.2 (common random numbers).
 *
 * @param pairs how many seeds have a value under both policies, at least two
 * @param mean of the policy's value less the baseline's, in the unit of the values
 * @param halfWidth of the confidence interval of that
 * @param pValue the probability of a mean difference as large as this, or larger, were there none
 * @param evidence that there is one
 */
public record Difference(
    int pairs, double mean, double halfWidth, double pValue, Evidence evidence) {

  /** Of two values that are rounded to whole numbers, 1/12 each (W. F. Sheppard, 1898). */
  private static final double ROUNDING_VARIANCE = 1.0 / 6;

  /** How sure it is that the policies differ. */
  public enum Evidence {
    /** The interval contains 0: chance may have made it. */
    NONE,
    /** The interval leaves 0 out. Of twenty measures that do not differ, one looks like this. */
    ALONE,
    /** The same, even though so many measures were looked at: {@link Holm}. */
    AMONG_ALL
  }

  /**
   * Of these differences, two or more.
   *
   * @param largestSure the p-value up to which a difference is sure among all
   */
  static Difference of(List<Long> differences, double largestSure) {
    int pairs = differences.size();
    double mean = Estimate.mean(differences);
    double error =
        Math.max(Estimate.standardError(differences), Math.sqrt(ROUNDING_VARIANCE / pairs));
    double pValue = pValue(mean, error, pairs);
    return new Difference(
        pairs, mean, Estimate.quantile(pairs) * error, pValue, evidence(pValue, largestSure));
  }

  private static Evidence evidence(double pValue, double largestSure) {
    if (pValue >= 1 - Estimate.CONFIDENCE) {
      return Evidence.NONE;
    }
    return pValue <= largestSure ? Evidence.AMONG_ALL : Evidence.ALONE;
  }

  private static double pValue(double mean, double error, int pairs) {
    return 2 * Estimate.distribution(pairs).cumulativeProbability(-Math.abs(mean / error));
  }
}
