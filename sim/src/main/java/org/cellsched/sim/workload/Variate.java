package org.cellsched.sim.workload;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.cellsched.sim.engine.RandomStream;

/**
 * A random length of time: a {@link Distribution} joined with the stream it is drawn from. Draw k
 * is one uniform number through the inverse of the distribution function, whatever was drawn
 * before.
 *
 * <p>{@code StrictMath} and commons-math's own functions give the same bits on every JVM.
 */
final class Variate {

  private static final double PPM = 1e6;

  /** Longer draws are cut to this, so that times can be added: 11 days. */
  static final long LONGEST_NS = 1_000_000_000_000_000L;

  private static final NormalDistribution STANDARD_NORMAL = new NormalDistribution(null, 0, 1);

  private final Distribution distribution;
  private final RandomStream stream;

  /** Of the logarithm, for the lognormal distribution. */
  private final double logMean;

  private final double logDeviation;

  Variate(Distribution distribution, RandomStream stream) {
    this.distribution = distribution;
    this.stream = stream;
    if (distribution instanceof Distribution.Lognormal lognormal) {
      double cv = lognormal.cvPpm() / PPM;
      double logVariance = StrictMath.log1p(cv * cv);
      logDeviation = StrictMath.sqrt(logVariance);
      logMean = StrictMath.log((double) lognormal.meanNs()) - logVariance / 2;
    } else {
      logMean = 0;
      logDeviation = 0;
    }
  }

  /** Draw {@code index} in nanoseconds, not negative. */
  long drawNs(long index) {
    return switch (distribution) {
      case Distribution.Constant constant -> constant.valueNs();
      case Distribution.Uniform uniform -> {
        long values = uniform.maxNs() - uniform.minNs() + 1;
        yield uniform.minNs() + Math.min(values - 1, (long) (stream.uniform(index) * values));
      }
      case Distribution.Exponential exponential ->
          Math.round(-StrictMath.log(stream.uniform(index)) * exponential.meanNs());
      case Distribution.Lognormal lognormal -> lognormalNs(index);
      case Distribution.Pareto pareto -> paretoNs(pareto, index);
      case Distribution.Choice choice -> {
        int values = choice.valuesNs().size();
        yield choice.valuesNs().get(Math.min(values - 1, (int) (stream.uniform(index) * values)));
      }
    };
  }

  private long paretoNs(Distribution.Pareto pareto, long index) {
    double power = StrictMath.pow(stream.uniform(index), -PPM / pareto.shapePpm());
    return Math.min(LONGEST_NS, Math.round(pareto.minNs() * power));
  }

  private long lognormalNs(long index) {
    double normal = STANDARD_NORMAL.inverseCumulativeProbability(stream.uniform(index));
    return Math.round(StrictMath.exp(logMean + logDeviation * normal));
  }
}
