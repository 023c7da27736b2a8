package org.cellsched.sim.scenario;

import static org.cellsched.sim.scenario.Limits.LONGEST_NS;
import static org.cellsched.sim.scenario.Limits.MILLISECOND_NS;
import static org.cellsched.sim.scenario.Limits.SECOND_NS;

import java.util.List;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.policy.PolicyFormat;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ListFormat;
import org.cellsched.host.yaml.Located;
import org.cellsched.host.yaml.ObjectFormat;
import org.cellsched.host.yaml.ObjectFormat.Keys;
import org.cellsched.host.yaml.ObjectFormat.Maker;
import org.cellsched.host.yaml.ObjectFormat.Values;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.interleaving.Interleaving;
import org.jspecify.annotations.Nullable;

/** How a {@link Scenario} is written in YAML: the top level. */
final class ScenarioFormat {

  static final ObjectFormat<ControlSpec> CONTROL =
      ObjectFormat.of(
          "control", "How quick the simulated control plane is.", ScenarioFormat::control);

  static final ObjectFormat<FairSpec> FAIR =
      ObjectFormat.of(
          "fair",
          "Settings of Linux's fair class, for the scheduler `fair`.",
          ScenarioFormat::fair);

  static final ObjectFormat<CheckSpec> CHECKS =
      ObjectFormat.of(
          "checks", "The bounds that the checkers hold the run to.", ScenarioFormat::checks);

  static final ObjectFormat<ScenarioDraft> SCENARIO =
      ObjectFormat.draft("scenario", "A scenario.", keys -> new ScenarioFormat(keys)::draft);

  /** Every table of the documentation, in its order. */
  static final List<ObjectFormat<?>> ALL =
      List.of(
          SCENARIO,
          MachineFormat.MACHINE,
          MachineFormat.COSTS,
          MachineFormat.MIGRATION,
          MachineFormat.IRQ,
          PolicyFormat.POLICY,
          PolicyFormat.REBALANCING,
          PolicyFormat.DEBOUNCE,
          FAIR,
          CONTROL,
          CHECKS,
          InterleavingFormat.INTERLEAVING,
          InterleavingFormat.DRAWN,
          InterleavingFormat.SWITCH,
          CellFormat.BODY,
          CellFormat.CPU_MAX,
          TaskFormat.TASK_GROUP,
          BehaviourFormat.BEHAVIOUR,
          BehaviourFormat.RUN_SLEEP,
          BehaviourFormat.PERIODIC,
          BehaviourFormat.SERVE,
          BehaviourFormat.RUN_ONCE,
          ArrivalsFormat.ARRIVALS,
          ArrivalsFormat.POISSON,
          ArrivalsFormat.BURSTS,
          ArrivalsFormat.CLIENTS,
          ProgramFormat.PROGRAM,
          ProgramFormat.PHASE,
          ProgramFormat.STEP,
          ProgramFormat.TIMER,
          ProgramFormat.WAIT,
          DistributionFormat.DISTRIBUTION,
          DistributionFormat.UNIFORM,
          DistributionFormat.EXPONENTIAL,
          DistributionFormat.LOGNORMAL,
          DistributionFormat.PARETO,
          DistributionFormat.CHOICE,
          EventFormat.EVENT,
          CellFormat.CREATED,
          EventFormat.SET_CPUSET,
          EventFormat.SET_CPU_WEIGHT,
          EventFormat.SET_CPU_MAX,
          TaskFormat.STARTED,
          EventFormat.MOVE,
          EventFormat.SET_AFFINITY,
          EventFormat.SET_NICE,
          EventFormat.TAKE_CPUS);

  private final Key<String> name;
  private final Key<String> description;
  private final Key<Long> seed;
  private final Key<Long> duration;
  private final Key<SchedulerKind> scheduler;
  private final Key<MachineSpec> machine;
  private final Key<PolicyConfig> policy;
  private final Key<FairSpec> fair;
  private final Key<ControlSpec> control;
  private final Key<CheckSpec> checks;
  private final Key<Interleaving> interleaving;
  private final Key<List<Located<CellDeclaration>>> cells;
  private final Key<List<Located<TaskGroup>>> tasks;
  private final Key<List<Located<ScenarioEvent>>> events;
  private final Key<List<Located<String>>> expect;

  private ScenarioFormat(Keys keys) {
    name = keys.required("scenario", Names.SCENARIO, "oversubscribed", "Its name.");
    description = keys.optional("description", Scalars.text(), "\"\"", "For people.");
    seed =
        keys.optional(
            "seed",
            Scalars.wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE),
            "1",
            "Of all random draws.");
    duration =
        keys.required(
            "duration", Scalars.duration(MILLISECOND_NS, LONGEST_NS), "30s", "Simulated time.");
    scheduler =
        keys.optional(
            "scheduler",
            Scalars.constant(SchedulerKind.class),
            "cells",
            "What schedules: the cell scheduler, or a baseline to compare it with.");
    machine =
        keys.required(
            "machine", MachineFormat.MACHINE, "{coresPerLlc: 4}", "The simulated machine.");
    policy = keys.optional("policy", PolicyFormat.POLICY, "{}", "How cells are scheduled.");
    fair = keys.optional("fair", FAIR, "{}", "How the scheduler `fair` is set.");
    control = keys.optional("control", CONTROL, "{}", "How quick the simulated control plane is.");
    checks = keys.optional("checks", CHECKS, "{}", "Bounds that the run is held to.");
    interleaving =
        keys.nullable(
            "interleaving",
            InterleavingFormat.INTERLEAVING,
            "each callback runs to its end at once",
            "Where callbacks of one instant are interrupted by others.");
    cells = keys.optional("cells", CellFormat.CELLS, "{}", "The cells at time 0, by name.");
    tasks =
        keys.optional(
            "tasks", new ListFormat<>("task groups", TaskFormat.TASK_GROUP), "[]", "Who runs.");
    events =
        keys.optional(
            "events", new ListFormat<>("events", EventFormat.EVENT), "[]", "What happens.");
    expect =
        keys.optional(
            "expect",
            new ListFormat<>(
                "expectations such as web.wakeupLatency.p99 < 5ms",
                Scalars.text().expecting("an expectation such as web.wakeupLatency.p99 < 5ms")),
            "[]",
            "What the run must show.");
  }

  private ScenarioDraft draft(Values values) {
    return new ScenarioDraft(
        values.node(),
        values.find(name),
        values.find(description),
        values.find(seed),
        values.find(duration),
        values.find(scheduler),
        values.find(machine),
        values.find(policy),
        values.find(fair),
        values.find(control),
        values.find(checks),
        orNone(values.find(interleaving)),
        orEmpty(values.find(cells)),
        orEmpty(values.find(tasks)),
        orEmpty(values.find(events)),
        orEmpty(values.find(expect)));
  }

  private static Interleaving orNone(@Nullable Interleaving interleaving) {
    return interleaving == null ? Interleaving.NONE : interleaving;
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static Maker<ControlSpec> control(Keys keys) {
    Key<Long> notification =
        keys.optional(
            "notificationDelay",
            Scalars.duration(0, 10 * SECOND_NS),
            "1ms",
            "How late it hears of changes of cgroups and CPUs.");
    Key<Long> publication =
        keys.optional(
            "publicationDelay",
            Scalars.duration(0, 10 * SECOND_NS),
            "1ms",
            "How long publishing a plan takes.");
    return values -> new ControlSpec(values.get(notification), values.get(publication));
  }

  private static Maker<FairSpec> fair(Keys keys) {
    Key<Long> slice =
        keys.nullable(
            "slice",
            Scalars.duration(100 * Limits.MICROSECOND_NS, 100 * MILLISECOND_NS),
            "0.7 ms × (1 + log2 of the number of CPUs), at most 2.8 ms",
            "How long a task runs before others get their turn (`base_slice_ns`).");
    Key<Long> bandwidthSlice =
        keys.optional(
            "bandwidthSlice",
            Scalars.duration(MILLISECOND_NS, SECOND_NS),
            "5ms",
            "How much of a quota a CPU is handed at a time (`sched_cfs_bandwidth_slice_us`).");
    Key<Long> balance =
        keys.optional(
            "balance",
            Scalars.duration(100 * Limits.MICROSECOND_NS, SECOND_NS),
            "1ms",
            "Time between two looks for an imbalance, for each CPU of a domain.");
    return values ->
        new FairSpec(values.find(slice), values.get(bandwidthSlice), values.get(balance));
  }

  private static Maker<CheckSpec> checks(Keys keys) {
    Key<Long> maxWait =
        keys.nullable(
            "maxWait",
            Scalars.duration(Limits.MICROSECOND_NS, LONGEST_NS),
            "derived from competitors, weights, slice and tick",
            "Longest time that a runnable task may wait.");
    Key<Long> handOver =
        keys.optional(
            "handOver",
            Scalars.duration(0, LONGEST_NS),
            "30ms",
            "How long after a plan change a task may be on a CPU that its cell has lost;"
                + " one that started there meanwhile may have its turn.");
    Key<Long> reclaim =
        keys.optional(
            "reclaim",
            Scalars.duration(0, LONGEST_NS),
            "1ms",
            "How long a borrower may keep a CPU that its owner wants back.");
    Key<Long> idleWhileWaiting =
        keys.nullable(
            "idleWhileWaiting",
            // Summed over CPUs, it can exceed the duration.
            Scalars.duration(0, LONGEST_NS * Limits.MOST_CPUS / 4),
            "no limit",
            "Limit of the CPU time, in sum, that CPUs idle beside an eligible waiting task.");
    Key<Long> idleStretch =
        keys.nullable(
            "idleStretch",
            Scalars.duration(0, LONGEST_NS),
            "no limit",
            "Longest time on end for which CPUs may idle beside an eligible waiting task.");
    return values ->
        new CheckSpec(
            values.find(maxWait),
            values.get(handOver),
            values.get(reclaim),
            values.find(idleWhileWaiting),
            values.find(idleStretch));
  }
}
