package org.cellsched.sim.scenario;

import static org.cellsched.sim.scenario.DistributionFormat.TIME;
import static org.cellsched.sim.scenario.Limits.LONGEST_NS;

import java.util.List;
import java.util.function.Function;
import org.cellsched.host.yaml.EitherFormat;
import org.cellsched.host.yaml.Format;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ObjectFormat;
import org.cellsched.host.yaml.ObjectFormat.Keys;
import org.cellsched.host.yaml.ObjectFormat.Maker;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.RequestRate;

/** How it is written in YAML what a task does. */
final class BehaviourFormat {

  private static final int MOST_PARTS = 1_000;

  static final ObjectFormat<Behaviour.RunSleep> RUN_SLEEP =
      ObjectFormat.of(
          "runSleep",
          "Runs, sleeps, and again.",
          keys -> {
            Key<Distribution> run = keys.required("run", TIME, "1ms", "CPU time of a run.");
            Key<Distribution> sleep = keys.required("sleep", TIME, "2ms", "Length of a sleep.");
            return values -> new Behaviour.RunSleep(values.get(run), values.get(sleep));
          });

  static final ObjectFormat<Behaviour.Periodic> PERIODIC =
      ObjectFormat.of(
          "periodic", "Wakes at fixed times and runs each time.", BehaviourFormat::periodic);

  static final ObjectFormat<Behaviour.Serve> SERVE =
      ObjectFormat.of(
          "serve",
          "Sleeps until a request comes and runs for its service time.",
          BehaviourFormat::serve);

  static final ObjectFormat<Behaviour.RunOnce> RUN_ONCE =
      ObjectFormat.of(
          "runOnce",
          "Runs once, then exits.",
          keys -> {
            Key<Distribution> run = keys.required("run", TIME, "10ms", "CPU time of the run.");
            return values -> new Behaviour.RunOnce(values.get(run));
          });

  static final ObjectFormat<Behaviour> BEHAVIOUR =
      ObjectFormat.of(
          "behaviour",
          "What a task does. The word `spin` alone means that it runs for ever.",
          keys ->
              ObjectFormat.oneOf(
                  List.of(
                      keys.alternative("runSleep", RUN_SLEEP, "Runs, sleeps, and again."),
                      keys.alternative("periodic", PERIODIC, "Runs at fixed times."),
                      keys.alternative("serve", SERVE, "Serves requests."),
                      keys.alternative("runOnce", RUN_ONCE, "Runs once, then exits."),
                      keys.alternative(
                          "program",
                          ProgramFormat.PROGRAM,
                          "Goes through steps, some of which wait for others."))));

  static final Format<Behaviour> BEHAVIOUR_OR_WORD =
      new EitherFormat<>(
          Scalars.word(List.of(new Behaviour.Spin()), spin -> "spin"),
          spin -> spin,
          BEHAVIOUR,
          Function.identity());

  private BehaviourFormat() {}

  private static Maker<Behaviour.Periodic> periodic(Keys keys) {
    Key<Distribution> run = keys.required("run", TIME, "5ms", "CPU time of each run.");
    Key<Long> every =
        keys.required("every", DistributionFormat.LENGTH, "100ms", "Time from wakeup to wakeup.");
    Key<Long> phase =
        keys.optional(
            "phase", Scalars.duration(0, LONGEST_NS), "0", "From the start to the first wakeup.");
    return values -> new Behaviour.Periodic(values.get(run), values.get(every), values.get(phase));
  }

  private static Maker<Behaviour.Serve> serve(Keys keys) {
    Key<Arrivals> arrivals =
        keys.required(
            "arrivals",
            ArrivalsFormat.ARRIVALS,
            "{poisson: {perSecond: 9000}}",
            "When requests come.");
    Key<Distribution> service =
        keys.required("service", TIME, "1ms", "CPU time that a request takes, or each part of it.");
    Key<Integer> fanOut =
        keys.optional(
            "fanOut",
            Scalars.smallNumber(1, MOST_PARTS),
            "1",
            "Parts of a request, each served by itself; it is done when the last of them is."
                + " With own queues they go to the tasks' queues in turn.");
    Key<RequestRate> rate =
        keys.nullable(
            "rate",
            Scalars.constant(RequestRate.class),
            "of each request queue",
            "Whether `perSecond`, or the `count` of clients, is that of the whole group (total) or"
                + " of each of its tasks (per-task).");
    return values -> {
      if (values.isWritten(rate) && values.get(arrivals) instanceof Arrivals.Every) {
        values.refuse(
            rate, "`rate` has no meaning for arrivals `every` so often; delete it, or use poisson");
      }
      return new Behaviour.Serve(
          values.get(arrivals), values.get(service), values.get(fanOut), values.find(rate));
    };
  }
}
