package org.cellsched.sim.compare;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * A mean over independent runs, with its confidence interval {@code mean ± halfWidth} by Student's
 * t:
 *
 * <pre>halfWidth = t(1 − α/2, n − 1) · s / √n,   s² = Σ (xᵢ − mean)² / (n − 1)</pre>
 *
 * <p>Source: A. M. Law, Simulation Modeling and Analysis, 5th ed. 2015, section 4.5 (one mean) and
 * section 10.2.1 (the same of paired differences); the distribution is Student's, The Probable
 * Error of a Mean, Biometrika 6 (1908). It is exact for values from a normal distribution, and
 * approximate for others.
 *
 * @param count n: how many values
 * @param mean in the unit of the values
 * @param halfWidth in the unit of the values; null with fewer than two values
 */
public record Estimate(int count, double mean, @Nullable Double halfWidth) {

  /** 1 − α: of all such intervals, so many contain what they estimate. */
  public static final double CONFIDENCE = 0.95;

  /** To which the quantile is found. */
  private static final double ACCURACY = 1e-12;

  /** Of these values, in any order but for rounding; null if there are none. O(n). */
  static @Nullable Estimate of(List<Long> values) {
    if (values.isEmpty()) {
      return null;
    }
    double mean = mean(values);
    return new Estimate(
        values.size(),
        mean,
        values.size() < 2 ? null : (Double) (quantile(values.size()) * standardError(values)));
  }

  static double mean(List<Long> values) {
    return values.stream().mapToDouble(Long::doubleValue).sum() / values.size();
  }

  /** s / √n; exactly 0 where all values are equal. */
  static double standardError(List<Long> values) {
    if (values.stream().distinct().limit(2).count() < 2) {
      return 0;
    }
    double mean = mean(values);
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1) / values.size());
  }

  /** t(1 − α/2, n − 1). */
  static double quantile(int count) {
    return distribution(count).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
  }

  /** Student's t for so many values; draws nothing, so it needs no random generator. */
  static TDistribution distribution(int count) {
    return new TDistribution(null, count - 1, ACCURACY);
  }
}
