package org.cellsched.sim.scenario;

import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.workload.Distribution;

/** Writes lengths of time as {@link DistributionFormat} reads them. */
final class DistributionWriter {

  private DistributionWriter() {}

  /** A time such as {@code 5ms}, or an object that says how it is drawn. */
  static Object time(Distribution time) {
    return switch (time) {
      case Distribution.Constant(long valueNs) -> Scalars.formatNs(valueNs);
      case Distribution.Uniform(long minNs, long maxNs) ->
          kind(
              "uniform",
              new WrittenObject().putTime("min", minNs, null).putTime("max", maxNs, null));
      case Distribution.Exponential(long meanNs) -> kind("exponential", mean(meanNs));
      case Distribution.Lognormal(long meanNs, int cvPpm) ->
          kind("lognormal", mean(meanNs).put("cv", Scalars.formatMillionths(cvPpm)));
      case Distribution.Pareto(long meanNs, int shapePpm) ->
          kind("pareto", mean(meanNs).put("shape", Scalars.formatMillionths(shapePpm)));
      case Distribution.Choice choice ->
          kind(
              "choice",
              WrittenObject.of("of", choice.valuesNs().stream().map(Scalars::formatNs).toList()));
    };
  }

  private static WrittenObject mean(long meanNs) {
    return new WrittenObject().putTime("mean", meanNs, null);
  }

  private static Object kind(String key, WrittenObject value) {
    return WrittenObject.of(key, value).entries();
  }
}
