package org.cellsched.sim.workload;

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

  /** The mean, rounded down. */
  default long meanNs() {
    return switch (this) {
      case Constant constant -> constant.valueNs();
      case Uniform uniform -> uniform.minNs() + (uniform.maxNs() - uniform.minNs()) / 2;
      case Exponential exponential -> exponential.meanNs();
      case Lognormal lognormal -> lognormal.meanNs();
    };
  }
}
