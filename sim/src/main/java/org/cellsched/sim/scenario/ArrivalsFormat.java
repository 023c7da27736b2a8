package org.cellsched.sim.scenario;

import java.util.List;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ObjectFormat;
import org.cellsched.host.yaml.ObjectFormat.Keys;
import org.cellsched.host.yaml.ObjectFormat.Maker;
import org.cellsched.host.yaml.ScalarFormat;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Distribution;

/** How it is written in YAML when requests come. */
final class ArrivalsFormat {

  /** Up to ten million requests per second, in thousandths. */
  private static final ScalarFormat<Long> RATE = Scalars.thousandths(1, 10_000_000_000L);

  private static final int MOST_CLIENTS = 100_000;

  static final ObjectFormat<Arrivals.Poisson> POISSON =
      ObjectFormat.of(
          "poisson",
          "Requests come independently of each other.",
          keys -> {
            Key<Long> rate =
                keys.required("perSecond", RATE, "9000", "Mean number of requests per second.");
            return values -> new Arrivals.Poisson(values.get(rate));
          });

  static final ObjectFormat<Arrivals.Bursts> BURSTS =
      ObjectFormat.of(
          "bursts", "Requests come in bursts, with silence between.", ArrivalsFormat::bursts);

  static final ObjectFormat<Arrivals.Clients> CLIENTS =
      ObjectFormat.of(
          "clients",
          "Clients that wait for the answer before they send their next request.",
          keys -> {
            Key<Integer> count =
                keys.required("count", Scalars.smallNumber(1, MOST_CLIENTS), "50", "How many.");
            Key<Distribution> think =
                keys.required(
                    "think",
                    DistributionFormat.TIME,
                    "{exponential: {mean: 10ms}}",
                    "Time from an answer to the client's next request, and before its first.");
            return values -> new Arrivals.Clients(values.get(count), values.get(think));
          });

  static final ObjectFormat<Arrivals> ARRIVALS =
      ObjectFormat.of(
          "arrivals",
          "When requests come.",
          keys ->
              ObjectFormat.oneOf(
                  List.of(
                      keys.alternative("poisson", POISSON, "Independently of each other."),
                      every(keys),
                      keys.alternative("bursts", BURSTS, "In bursts."),
                      keys.alternative("clients", CLIENTS, "From clients that wait."))));

  private ArrivalsFormat() {}

  private static Key<Arrivals.Every> every(Keys keys) {
    return keys.alternative(
        "every",
        DistributionFormat.TIME.map(Arrivals.Every::new),
        "This time after the one before: regularly, or by a distribution.");
  }

  private static Maker<Arrivals.Bursts> bursts(Keys keys) {
    Key<Long> rate =
        keys.required("perSecond", RATE, "20000", "Mean number of requests per second of a burst.");
    Key<Distribution> on =
        keys.required("on", DistributionFormat.TIME, "100ms", "Length of a burst.");
    Key<Distribution> off =
        keys.required("off", DistributionFormat.TIME, "400ms", "Length of the silence after it.");
    return values -> new Arrivals.Bursts(values.get(rate), values.get(on), values.get(off));
  }
}
