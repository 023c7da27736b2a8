package org.cellsched.sim.theory;

import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * A mean over independent replications with its 99.9 % confidence interval, mean ± half-width, by
 * Student's t with one degree of freedom less than there are replications.
 *
 * <p>Source: A. M. Law, Simulation Modeling and Analysis, 5th ed. 2015, section 9.5.2.
 */
record Estimate(double mean, double halfWidth) {

  private static final double CONFIDENCE = 0.999;

  static Estimate of(DoubleStream replications) {
    double[] values = replications.toArray();
    double quantile =
        new TDistribution(null, values.length - 1)
            .inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    double deviation = new StandardDeviation().evaluate(values);
    return new Estimate(
        new Mean().evaluate(values), quantile * deviation / Math.sqrt(values.length));
  }

  /** Whether the interval has {@code theory} in it. */
  boolean contains(double theory) {
    return Math.abs(theory - mean) <= halfWidth;
  }

  /** Whether both ends of the interval are within {@code margin} × theory of its middle. */
  boolean isNarrower(double margin, double theory) {
    return halfWidth < margin * theory;
  }
}
