package org.cellsched.sim.scenario;

import static org.cellsched.sim.scenario.Limits.LONGEST_NS;
import static org.cellsched.sim.scenario.Limits.MICROSECOND_NS;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.EitherFormat;
import org.cellsched.host.yaml.Format;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ObjectFormat;
import org.cellsched.host.yaml.ObjectFormat.Keys;
import org.cellsched.host.yaml.ObjectFormat.Maker;
import org.cellsched.host.yaml.ObjectFormat.Values;
import org.cellsched.host.yaml.ScalarFormat;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.kernel.SchedulingPolicy;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.RequestQueueSharing;
import org.jspecify.annotations.Nullable;

/** How {@link TaskGroup}s, their behaviours and random times are written in YAML. */
final class TaskFormat {

  /**
   * Lengths of running and sleeping. At least 1 µs, so that a slip of the unit does not become a
   * thousand times the events.
   */
  private static final ScalarFormat<Long> LENGTH = Scalars.duration(MICROSECOND_NS, LONGEST_NS);

  /** Ten million requests per second, in thousandths. */
  private static final long MOST_REQUESTS_PER_KILOSECOND = 10_000_000_000L;

  private static final int MOST_CV_PPM = 100_000_000;

  /** Affinity in a message or table: `all` lifts a restriction. */
  static final ScalarFormat<Optional<CpuMask>> AFFINITY =
      Scalars.cpus().map(Optional::of).orWord("all", "no restriction", Optional.empty());

  static final ScalarFormat<Integer> NICE = Scalars.smallNumber(-20, 19);

  static final ObjectFormat<Distribution.Uniform> UNIFORM =
      ObjectFormat.of("uniform", "Evenly between two times.", TaskFormat::uniform);

  static final ObjectFormat<Distribution.Exponential> EXPONENTIAL =
      ObjectFormat.of(
          "exponential",
          "Without memory.",
          keys -> {
            Key<Long> mean = keys.required("mean", LENGTH, "2ms", "The mean.");
            return values -> new Distribution.Exponential(values.get(mean));
          });

  static final ObjectFormat<Distribution.Lognormal> LOGNORMAL =
      ObjectFormat.of("lognormal", "With a long tail.", TaskFormat::lognormal);

  static final ObjectFormat<Distribution> DISTRIBUTION =
      ObjectFormat.of(
          "distribution",
          "A random length of time. A plain time such as `1ms` is always that long.",
          keys ->
              ObjectFormat.oneOf(
                  List.of(
                      keys.alternative("uniform", UNIFORM, "Evenly between two times."),
                      keys.alternative("exponential", EXPONENTIAL, "Without memory."),
                      keys.alternative("lognormal", LOGNORMAL, "With a long tail."))));

  static final Format<Distribution> TIME =
      new EitherFormat<>(LENGTH, Distribution.Constant::new, DISTRIBUTION, Function.identity());

  static final ObjectFormat<Arrivals.Poisson> POISSON =
      ObjectFormat.of(
          "poisson",
          "Requests come independently of each other.",
          keys -> {
            Key<Long> rate =
                keys.required(
                    "perSecond",
                    Scalars.thousandths(1, MOST_REQUESTS_PER_KILOSECOND),
                    "9000",
                    "Mean number of requests per second.");
            return values -> new Arrivals.Poisson(values.get(rate));
          });

  static final ObjectFormat<Arrivals> ARRIVALS =
      ObjectFormat.of(
          "arrivals",
          "When requests come.",
          keys ->
              ObjectFormat.oneOf(
                  List.of(keys.alternative("poisson", POISSON, "Independently of each other."))));

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
      ObjectFormat.of("periodic", "Wakes at fixed times and runs each time.", TaskFormat::periodic);

  static final ObjectFormat<Behaviour.Serve> SERVE =
      ObjectFormat.of(
          "serve",
          "Sleeps until a request comes and runs for its service time.",
          keys -> {
            Key<Arrivals> arrivals =
                keys.required(
                    "arrivals", ARRIVALS, "{poisson: {perSecond: 9000}}", "When requests come.");
            Key<Distribution> service =
                keys.required("service", TIME, "1ms", "CPU time that a request takes.");
            return values -> new Behaviour.Serve(values.get(arrivals), values.get(service));
          });

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
                      keys.alternative("runOnce", RUN_ONCE, "Runs once, then exits."))));

  private static final Format<Behaviour> BEHAVIOUR_OR_WORD =
      new EitherFormat<>(
          Scalars.word(List.of(new Behaviour.Spin()), spin -> "spin"),
          spin -> spin,
          BEHAVIOUR,
          Function.identity());

  static final ObjectFormat<TaskGroup> TASK_GROUP =
      ObjectFormat.of(
          "task group", "Tasks that are alike.", keys -> new TaskFormat(keys, true)::group);

  static final ObjectFormat<Action.Start> STARTED =
      ObjectFormat.of(
          "started task group",
          "Tasks that an event starts: a task group without `start` and `stop`.",
          keys -> {
            TaskFormat format = new TaskFormat(keys, false);
            return values -> new Action.Start(format.group(values));
          });

  private final Key<String> name;
  private final Key<String> cell;
  private final Key<Integer> count;
  private final Key<Behaviour> behaviour;
  private final Key<Integer> nice;
  private final Key<SchedulingPolicy> policy;
  private final Key<Optional<CpuMask>> affinity;
  private final Key<RequestQueueSharing> queue;
  private final @Nullable Key<Long> start;
  private final @Nullable Key<Long> stop;

  private TaskFormat(Keys keys, boolean withTimes) {
    name = keys.required("name", Names.SIMPLE, "worker", "Unique among groups and cells.");
    cell =
        keys.required(
            "cell",
            Names.CELL_PATH,
            "web",
            "Where they live: a cell, a cgroup below one, or `root` for no cell.");
    count = keys.optional("count", Scalars.smallNumber(1, Limits.MOST_TASKS), "1", "How many.");
    behaviour = keys.required("behaviour", BEHAVIOUR_OR_WORD, "spin", "What each of them does.");
    nice = keys.optional("nice", NICE, "0", "Nice value, which gives the weight.");
    policy =
        keys.optional(
            "policy",
            Scalars.constant(SchedulingPolicy.class),
            "normal",
            "Scheduling policy: `idle` gives the least weight, whatever the nice value.");
    affinity = keys.optional("affinity", AFFINITY, "all", "The CPUs they may run on.");
    queue =
        keys.optional(
            "queue",
            Scalars.constant(RequestQueueSharing.class),
            "shared",
            "For `serve`: one stream of requests for the group, or one of its own for each task.");
    start =
        withTimes
            ? keys.optional("start", Scalars.duration(0, LONGEST_NS), "0", "When they start.")
            : null;
    stop =
        withTimes
            ? keys.nullable(
                "stop",
                Scalars.duration(0, LONGEST_NS),
                "at the end of the run",
                "When they exit, unless their behaviour ends before.")
            : null;
  }

  private TaskGroup group(Values values) {
    long startNs = start == null ? 0 : values.get(start);
    Long stopNs = stop == null ? null : values.find(stop);
    if (stop != null && stopNs != null && stopNs <= startNs) {
      values.refuse(
          stop,
          "`stop` (%s) is not after `start` (%s); expected a later time"
              .formatted(Scalars.formatNs(stopNs), Scalars.formatNs(startNs)));
    }
    if (values.isWritten(queue) && !(values.get(behaviour) instanceof Behaviour.Serve)) {
      values.refuse(queue, "`queue` is for tasks that `serve` requests; delete it");
    }
    return new TaskGroup(
        values.get(name),
        values.get(cell),
        values.get(count),
        values.get(behaviour),
        values.get(nice),
        values.get(affinity).orElse(null),
        startNs,
        stopNs,
        values.get(queue),
        values.get(policy));
  }

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

  private static Maker<Behaviour.Periodic> periodic(Keys keys) {
    Key<Distribution> run = keys.required("run", TIME, "5ms", "CPU time of each run.");
    Key<Long> every = keys.required("every", LENGTH, "100ms", "Time from wakeup to wakeup.");
    Key<Long> phase =
        keys.optional(
            "phase", Scalars.duration(0, LONGEST_NS), "0", "From the start to the first wakeup.");
    return values -> new Behaviour.Periodic(values.get(run), values.get(every), values.get(phase));
  }
}
