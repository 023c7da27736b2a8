package org.cellsched.sim.scenario;

import static org.cellsched.sim.scenario.Limits.LONGEST_NS;
import static org.cellsched.sim.scenario.Limits.MICROSECOND_NS;

import java.util.List;
import java.util.function.Function;
import org.cellsched.host.yaml.EitherFormat;
import org.cellsched.host.yaml.Format;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ListFormat;
import org.cellsched.host.yaml.Located;
import org.cellsched.host.yaml.ObjectFormat;
import org.cellsched.host.yaml.ObjectFormat.Keys;
import org.cellsched.host.yaml.ObjectFormat.Maker;
import org.cellsched.host.yaml.ScalarFormat;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.workload.Distribution;

/** How random lengths of time are written in YAML. */
final class DistributionFormat {

  /**
   * Lengths of running and sleeping. At least 1 µs, so that a slip of the unit does not become a
   * thousand times the events.
   */
  static final ScalarFormat<Long> LENGTH = Scalars.duration(MICROSECOND_NS, LONGEST_NS);

  private static final int PPM = 1_000_000;
  private static final int MOST_CV_PPM = 100 * PPM;
  private static final int SMALLEST_SHAPE_PPM = PPM + PPM / 100;

  static final ObjectFormat<Distribution.Uniform> UNIFORM =
      ObjectFormat.of("uniform", "Evenly between two times.", DistributionFormat::uniform);

  static final ObjectFormat<Distribution.Exponential> EXPONENTIAL =
      ObjectFormat.of(
          "exponential",
          "Without memory.",
          keys -> {
            Key<Long> mean = keys.required("mean", LENGTH, "2ms", "The mean.");
            return values -> new Distribution.Exponential(values.get(mean));
          });

  static final ObjectFormat<Distribution.Lognormal> LOGNORMAL =
      ObjectFormat.of("lognormal", "With a long tail.", DistributionFormat::lognormal);

  static final ObjectFormat<Distribution.Pareto> PARETO =
      ObjectFormat.of(
          "pareto", "Mostly short, now and then very long.", DistributionFormat::pareto);

  static final ObjectFormat<Distribution.Choice> CHOICE =
      ObjectFormat.of("choice", "One of several times.", DistributionFormat::choice);

  static final ObjectFormat<Distribution> DISTRIBUTION =
      ObjectFormat.of(
          "distribution",
          "A random length of time. A plain time such as `1ms` is always that long.",
          keys ->
              ObjectFormat.oneOf(
                  List.of(
                      keys.alternative("uniform", UNIFORM, "Evenly between two times."),
                      keys.alternative("exponential", EXPONENTIAL, "Without memory."),
                      keys.alternative("lognormal", LOGNORMAL, "With a long tail."),
                      keys.alternative("pareto", PARETO, "Mostly short, now and then very long."),
                      keys.alternative("choice", CHOICE, "One of several times."))));

  /** A time, or how it is drawn. */
  static final Format<Distribution> TIME =
      new EitherFormat<>(LENGTH, Distribution.Constant::new, DISTRIBUTION, Function.identity());

  private DistributionFormat() {}

  private static Maker<Distribution.Uniform> uniform(Keys keys) {
    Key<Long> min = keys.required("min", LENGTH, "1ms", "The shortest.");
    Key<Long> max = keys.required("max", LENGTH, "3ms", "The longest.");
    return values -> {
      if (values.get(max) < values.get(min)) {
        values.refuse(
            max,
            "`max` (%s) is less than `min` (%s); exchange them"
                .formatted(Scalars.formatNs(values.get(max)), Scalars.formatNs(values.get(min))));
      }
      return new Distribution.Uniform(values.get(min), values.get(max));
    };
  }

  private static Maker<Distribution.Lognormal> lognormal(Keys keys) {
    Key<Long> mean = keys.required("mean", LENGTH, "1ms", "The mean.");
    Key<Integer> cv =
        keys.required(
            "cv",
            Scalars.ratio(1, MOST_CV_PPM),
            "1.5",
            "Coefficient of variation: standard deviation by mean.");
    return values -> new Distribution.Lognormal(values.get(mean), values.get(cv));
  }

  private static Maker<Distribution.Pareto> pareto(Keys keys) {
    Key<Long> mean = keys.required("mean", LENGTH, "1ms", "The mean.");
    Key<Integer> shape =
        keys.required(
            "shape",
            Scalars.ratio(SMALLEST_SHAPE_PPM, MOST_CV_PPM),
            "1.5",
            "The tail index: the smaller, the heavier the tail; up to 2 the variance is infinite.");
    return values -> new Distribution.Pareto(values.get(mean), values.get(shape));
  }

  private static Maker<Distribution.Choice> choice(Keys keys) {
    Key<List<Located<Long>>> of =
        keys.required(
            "of",
            new ListFormat<>("times", LENGTH),
            "[1ms, 2ms, 8ms]",
            "The times, each as likely as the others; one that stands twice is twice as likely.");
    return values -> {
      if (values.get(of).isEmpty()) {
        values.refuse(of, "`of` has no times; write for example `of: [1ms, 2ms, 8ms]`");
        return null;
      }
      return new Distribution.Choice(values.get(of).stream().map(Located::value).toList());
    };
  }
}
