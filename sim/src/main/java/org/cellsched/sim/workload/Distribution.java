package org.cellsched.sim.workload;

import java.util.List;

/** A random length of time in nanoseconds. Closed: each is drawn by inversion of one uniform. */
public sealed interface Distribution {

  /** Always the same. */
  record Constant(long valueNs) implements Distribution {}

  /** Evenly between the two, both included. */
  record Uniform(long minNs, long maxNs) implements Distribution {}

  /** Without memory; the coefficient of variation is 1. */
  record Exponential(long meanNs) implements Distribution {}

  /**
   * A long tail.
   *
   * @param cvPpm coefficient of variation (standard deviation / mean) in millionths
   */
  record Lognormal(long meanNs, int cvPpm) implements Distribution {}

  /**
   * Few very long ones: the Pareto distribution of the first kind.
   *
   * @param meanNs the mean
   * @param shapePpm the tail index α in millionths, above 1,000,000; the variance is infinite up to
   *     2,000,000
   */
  record Pareto(long meanNs, int shapePpm) implements Distribution {

    private static final int PPM = 1_000_000;

    /** The shortest time: mean × (α − 1) / α, rounded down. */
    long minNs() {
      return meanNs / shapePpm * (shapePpm - PPM) + meanNs % shapePpm * (shapePpm - PPM) / shapePpm;
    }
  }

  /** One of these, each as likely: what was measured elsewhere. Never empty. */
  record Choice(List<Long> valuesNs) implements Distribution {
    public Choice {
      valuesNs = List.copyOf(valuesNs);
    }
  }

  /** The mean, rounded down. */
  default long meanNs() {
    return switch (this) {
      case Constant constant -> constant.valueNs();
      case Uniform uniform -> uniform.minNs() + (uniform.maxNs() - uniform.minNs()) / 2;
      case Exponential exponential -> exponential.meanNs();
      case Lognormal lognormal -> lognormal.meanNs();
      case Pareto pareto -> pareto.meanNs();
      case Choice choice ->
          choice.valuesNs().stream().mapToLong(Long::longValue).sum() / choice.valuesNs().size();
    };
  }
}
