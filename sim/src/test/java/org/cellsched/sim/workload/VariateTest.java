package org.cellsched.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.cellsched.sim.engine.RandomStream;
import org.junit.jupiter.api.Test;

class VariateTest {

  private static final int DRAWS = 20_000;
  private static final double SIGNIFICANCE = 0.001;
  private static final long MS = 1_000_000;

  private static Variate variate(Distribution distribution, long seed) {
    return new Variate(distribution, new RandomStream(seed, "task/0", "run"));
  }

  private static double[] draws(Distribution distribution, long seed, int count) {
    Variate variate = variate(distribution, seed);
    double[] draws = new double[count];
    for (int index = 0; index < count; index++) {
      draws[index] = variate.drawNs(index);
    }
    return draws;
  }

  private static void assertFollows(RealDistribution expected, Distribution distribution) {
    for (long seed = 1; seed <= 3; seed++) {
      double p =
          new KolmogorovSmirnovTest()
              .kolmogorovSmirnovTest(expected, draws(distribution, seed, DRAWS), false);
      assertThat(p).as("%s, seed %d", distribution, seed).isGreaterThan(SIGNIFICANCE);
    }
  }

  private static void assertMeanAndCv(Distribution distribution, double mean, double cv) {
    double[] draws = draws(distribution, 9, 400_000);
    assertThat(StatUtils.mean(draws)).isCloseTo(mean, within(mean * 0.01));
    double measuredCv = Math.sqrt(StatUtils.variance(draws)) / StatUtils.mean(draws);
    assertThat(measuredCv).isCloseTo(cv, within(Math.max(1e-9, cv * 0.03)));
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  @Test
  void exponentialIsAnotherDistribution() {
    Distribution distribution = new Distribution.Exponential(3 * MS);
    assertFollows(new ExponentialDistribution(null, 3.0 * MS), distribution);
    assertMeanAndCv(distribution, 3.0 * MS, 1);
    assertThat(distribution.meanNs()).isEqualTo(3 * MS);
  }

  @Test
  void lognormalIsAnotherDistribution() {
    for (double cv : new double[] {0.2, 1.5}) {
      Distribution distribution = new Distribution.Lognormal(MS, (int) Math.round(cv * 1e6));
      double logVariance = Math.log(1 + cv * cv);
      assertFollows(
          new LogNormalDistribution(
              null, Math.log(1.0 * MS) - logVariance / 2, Math.sqrt(logVariance)),
          distribution);
      assertMeanAndCv(distribution, MS, cv);
    }
  }

  @Test
  void uniformIsAnotherDistribution() {
    Distribution distribution = new Distribution.Uniform(MS, 3 * MS);
    assertFollows(new UniformRealDistribution(null, MS, 3.0 * MS), distribution);
    assertMeanAndCv(distribution, 2.0 * MS, 2 / Math.sqrt(12) / 2);
  }

  @Test
  void uniformMissesAnEndOrLeavesTheRange() {
    double[] draws = draws(new Distribution.Uniform(5, 8), 1, DRAWS);
    long[] counts = new long[4];
    for (double draw : draws) {
      counts[(int) draw - 5]++;
    }
    assertThat(new ChiSquareTest().chiSquareTest(new double[] {1, 1, 1, 1}, counts))
        .isGreaterThan(SIGNIFICANCE);
    assertThat(draws(new Distribution.Uniform(7, 7), 1, 10)).containsOnly(7);
  }

  @Test
  void constantVaries() {
    assertThat(draws(new Distribution.Constant(42), 1, 10)).containsOnly(42);
    assertThat(draws(new Distribution.Lognormal(MS, 0), 1, 10)).containsOnly(MS);
  }

  @Test
  void drawIsNegative() {
    for (Distribution distribution :
        new Distribution[] {
          new Distribution.Exponential(1),
          new Distribution.Lognormal(2, 3_000_000),
          new Distribution.Uniform(0, 1)
        }) {
      assertThat(StatUtils.min(draws(distribution, 4, DRAWS)))
          .as("%s", distribution)
          .isGreaterThanOrEqualTo(0);
    }
  }

  @Test
  void drawDependsOnWhatWasDrawnBefore() {
    Distribution distribution = new Distribution.Lognormal(MS, 1_000_000);
    Variate variate = variate(distribution, 1);
    long tenth = variate.drawNs(10);
    variate.drawNs(3);
    assertThat(variate.drawNs(10)).isEqualTo(tenth);
    assertThat((long) draws(distribution, 1, 11)[10]).isEqualTo(tenth);
  }

  @Test
  void twoPurposesShareTheirDraws() {
    Distribution distribution = new Distribution.Exponential(MS);
    long[] runs = new long[10];
    long[] sleeps = new long[10];
    Variate run = new Variate(distribution, new RandomStream(1, "t", "run"));
    Variate sleep = new Variate(distribution, new RandomStream(1, "t", "sleep"));
    Arrays.setAll(runs, run::drawNs);
    Arrays.setAll(sleeps, sleep::drawNs);
    assertThat(runs).isNotEqualTo(sleeps);
  }
}
