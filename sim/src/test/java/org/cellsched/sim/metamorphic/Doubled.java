package org.cellsched.sim.metamorphic;

import java.util.List;
import java.util.function.LongUnaryOperator;
import org.cellsched.core.control.DebounceConfig;
import org.cellsched.core.dispatch.SliceCut;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.cellsched.host.policy.DataPlaneConfig;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.kernel.CpuMax;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.CheckSpec;
import org.cellsched.sim.scenario.ControlSpec;
import org.cellsched.sim.scenario.CostSpec;
import org.cellsched.sim.scenario.Expectation;
import org.cellsched.sim.scenario.Expectation.Operand;
import org.cellsched.sim.scenario.Expectation.When;
import org.cellsched.sim.scenario.FairSpec;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.MigrationCosts;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.scenario.ValueKind;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.InterruptSource;
import org.cellsched.sim.workload.Program;
import org.jspecify.annotations.Nullable;

/**
 * A scenario in which everything takes twice the time: every time in it doubled, every rate halved.
 * Records are built by their canonical constructors and sealed types switched over without a
 * default, so that a new time in a scenario does not compile until it was decided about here.
 */
final class Doubled {

  private Doubled() {}

  static Scenario of(Scenario scenario) {
    return new Scenario(
        scenario.name(),
        scenario.description(),
        scenario.seed(),
        twice(scenario.durationNs()),
        scenario.scheduler(),
        machine(scenario.machine()),
        policy(scenario.policy()),
        fair(scenario.fair(), scenario.machine().topology().cpuCount()),
        control(scenario.control()),
        checks(scenario.checks()),
        scenario.interleaving(),
        scenario.cells().stream().map(Doubled::cell).toList(),
        scenario.tasks().stream().map(Doubled::group).toList(),
        scenario.events().stream().map(Doubled::event).toList(),
        scenario.expectations().stream().map(Doubled::expectation).toList());
  }

  private static long twice(long ns) {
    return Math.multiplyExact(2, ns);
  }

  private static @Nullable Long twice(@Nullable Long ns) {
    return ns == null ? null : Long.valueOf(twice(ns.longValue()));
  }

  // --- machine ---

  static MachineSpec machine(MachineSpec machine) {
    return new MachineSpec(
        machine.topology(),
        hz(machine.hz()),
        costs(machine.costs()),
        machine.smtThroughputPpm(),
        machine.irqs().stream().map(Doubled::interrupts).toList(),
        twice(machine.watchdogNs()));
  }

  /** Half as many ticks a second; TICK_NSEC is rounded, and must come out as twice itself. */
  static int hz(int hz) {
    if (hz % 2 != 0 || Kernel.tickNs(hz / 2) != 2 * Kernel.tickNs(hz)) {
      throw new IllegalArgumentException("a tick of " + hz + " Hz cannot be doubled exactly");
    }
    return hz / 2;
  }

  static CostSpec costs(CostSpec costs) {
    MigrationCosts migration = costs.migration();
    return new CostSpec(
        twice(costs.switchNs()),
        twice(costs.kickNs()),
        twice(costs.callbackNs()),
        new MigrationCosts(
            twice(migration.sameCoreNs()),
            twice(migration.sameLlcNs()),
            twice(migration.sameNodeNs()),
            twice(migration.sameSocketNs()),
            twice(migration.otherSocketNs())));
  }

  private static InterruptSource interrupts(InterruptSource source) {
    return new InterruptSource(
        source.cpus(), distribution(source.every()), distribution(source.takes()));
  }

  // --- policy, control plane, checks ---

  static PolicyConfig policy(PolicyConfig policy) {
    RebalanceConfig rebalancing = policy.rebalancing();
    DebounceConfig debounce = policy.debounce();
    DataPlaneConfig dataPlane = policy.dataPlane();
    return new PolicyConfig(
        policy.planner(),
        policy.borrowing(),
        policy.rootMinCpus(),
        policy.excluded(),
        twice(policy.intervalNs()),
        rebalancing == null
            ? null
            : new RebalanceConfig(
                rebalancing.thresholdPpm(),
                twice(rebalancing.cooldownNs()),
                rebalancing.smoothingPpm()),
        new DebounceConfig(twice(debounce.quietNs()), twice(debounce.maxDelayNs())),
        twice(policy.applyTimeoutNs()),
        new DataPlaneConfig(
            twice(dataPlane.sliceNs()),
            dataPlane.llcAware(),
            twice(dataPlane.lenderProtectionNs()),
            dataPlane.reclaim(),
            new SliceCut(
                twice(dataPlane.sliceCut().shortestNs()),
                twice(dataPlane.sliceCut().longestNs()))));
  }

  /** The default slice depends on the CPUs, not on the scenario's times. */
  private static FairSpec fair(FairSpec fair, int cpuCount) {
    return new FairSpec(
        twice(fair.config(cpuCount).sliceNs()),
        twice(fair.bandwidthSliceNs()),
        twice(fair.balanceNs()));
  }

  static ControlSpec control(ControlSpec control) {
    return new ControlSpec(
        twice(control.notificationDelayNs()), twice(control.publicationDelayNs()));
  }

  private static CheckSpec checks(CheckSpec checks) {
    return new CheckSpec(
        twice(checks.maxWaitNs()),
        twice(checks.handOverNs()),
        twice(checks.reclaimNs()),
        twice(checks.idleWhileWaitingNs()),
        twice(checks.idleStretchNs()));
  }

  // --- cells ---

  private static CellDeclaration cell(CellDeclaration cell) {
    return new CellDeclaration(
        cell.name(),
        cell.cpuset(),
        cell.cpuWeight(),
        twice(cell.cpuMax()),
        cell.children().stream().map(Doubled::cell).toList());
  }

  private static @Nullable CpuMax twice(@Nullable CpuMax limit) {
    return limit == null ? null : new CpuMax(twice(limit.quotaNs()), twice(limit.periodNs()));
  }

  // --- tasks ---

  static TaskGroup group(TaskGroup group) {
    return new TaskGroup(
        group.name(),
        group.cell(),
        group.count(),
        group.members(),
        behaviour(group.behaviour()),
        group.nice(),
        group.affinity(),
        twice(group.startNs()),
        twice(group.stopNs()),
        group.queue(),
        group.policy());
  }

  private static Behaviour behaviour(Behaviour behaviour) {
    return switch (behaviour) {
      case Behaviour.Spin spin -> spin;
      case Behaviour.RunSleep(Distribution run, Distribution sleep) ->
          new Behaviour.RunSleep(distribution(run), distribution(sleep));
      case Behaviour.Periodic(Distribution run, long everyNs, long phaseNs) ->
          new Behaviour.Periodic(distribution(run), twice(everyNs), twice(phaseNs));
      case Behaviour.Serve serve ->
          new Behaviour.Serve(
              arrivals(serve.arrivals()),
              distribution(serve.service()),
              serve.fanOut(),
              serve.rate());
      case Behaviour.RunOnce(Distribution run) -> new Behaviour.RunOnce(distribution(run));
      case Behaviour.Follow(Program program) -> new Behaviour.Follow(program(program));
    };
  }

  private static Arrivals arrivals(Arrivals arrivals) {
    return switch (arrivals) {
      case Arrivals.Poisson(long rate) -> new Arrivals.Poisson(halfOf(rate));
      case Arrivals.Every(Distribution between) -> new Arrivals.Every(distribution(between));
      case Arrivals.Bursts(long rate, Distribution on, Distribution off) ->
          new Arrivals.Bursts(halfOf(rate), distribution(on), distribution(off));
      case Arrivals.Clients(int count, Distribution think) ->
          new Arrivals.Clients(count, distribution(think));
    };
  }

  private static long halfOf(long rate) {
    if (rate % 2 != 0) {
      throw new IllegalArgumentException("a rate of " + rate + " cannot be halved exactly");
    }
    return rate / 2;
  }

  private static Distribution distribution(Distribution distribution) {
    LongUnaryOperator twice = Doubled::twice;
    return switch (distribution) {
      case Distribution.Constant(long valueNs) -> new Distribution.Constant(twice(valueNs));
      case Distribution.Uniform(long minNs, long maxNs) ->
          new Distribution.Uniform(twice(minNs), twice(maxNs));
      case Distribution.Exponential(long meanNs) -> new Distribution.Exponential(twice(meanNs));
      case Distribution.Lognormal(long meanNs, int cvPpm) ->
          new Distribution.Lognormal(twice(meanNs), cvPpm);
      case Distribution.Pareto(long meanNs, int shapePpm) ->
          new Distribution.Pareto(twice(meanNs), shapePpm);
      case Distribution.Choice(List<Long> valuesNs) ->
          new Distribution.Choice(
              valuesNs.stream().mapToLong(ns -> ns).map(twice).boxed().toList());
    };
  }

  private static Program program(Program program) {
    return new Program(program.loops(), program.phases().stream().map(Doubled::phase).toList());
  }

  private static Program.Phase phase(Program.Phase phase) {
    return new Program.Phase(
        phase.loops(),
        phase.affinity(),
        phase.nice(),
        phase.cell(),
        phase.steps().stream().map(Doubled::step).toList());
  }

  private static Program.Step step(Program.Step step) {
    return switch (step) {
      case Program.Run(Distribution time) -> new Program.Run(distribution(time));
      case Program.Sleep(Distribution time) -> new Program.Sleep(distribution(time));
      case Program.Timer timer ->
          new Program.Timer(
              timer.name(), twice(timer.periodNs()), timer.absolute(), timer.shared());
      case Program.Lock lock -> lock;
      case Program.Unlock unlock -> unlock;
      case Program.Await await -> await;
      case Program.Signal signal -> signal;
      case Program.Broadcast broadcast -> broadcast;
      case Program.Barrier barrier -> barrier;
      case Program.Suspend suspend -> suspend;
      case Program.Resume resume -> resume;
      case Program.Yield yielding -> yielding;
      case Program.Write write -> write;
      case Program.Read read -> read;
      case Program.Fork fork -> fork;
    };
  }

  // --- events, expectations ---

  static ScenarioEvent event(ScenarioEvent event) {
    return new ScenarioEvent(
        twice(event.atNs()),
        twice(event.everyNs()),
        event.times(),
        action(event.action()),
        event.location());
  }

  private static Action action(Action action) {
    return switch (action) {
      case Action.CreateCell(CellDeclaration cell) -> new Action.CreateCell(cell(cell));
      case Action.RemoveCell remove -> remove;
      case Action.SetCpuset set -> set;
      case Action.SetCpuWeight set -> set;
      case Action.SetCpuMax set -> new Action.SetCpuMax(set.cell(), twice(set.cpuMax()));
      case Action.Start(TaskGroup group) -> new Action.Start(group(group));
      case Action.Stop stop -> stop;
      case Action.Move move -> move;
      case Action.SetAffinity set -> set;
      case Action.SetNice set -> set;
      case Action.TakeCpus take -> new Action.TakeCpus(take.cpus(), twice(take.forNs()));
      case Action.Offline offline -> offline;
      case Action.Online online -> online;
    };
  }

  private static Expectation expectation(Expectation expectation) {
    return new Expectation(
        expectation.text(),
        expectation.location(),
        operand(expectation.left()),
        expectation.comparison(),
        operand(expectation.right()),
        when(expectation.when()));
  }

  private static Operand operand(Operand operand) {
    return switch (operand) {
      case Operand.Literal(long value, ValueKind kind) ->
          new Operand.Literal(
              switch (kind) {
                case DURATION -> twice(value);
                case COUNT, FRACTION, CPUS -> value;
              },
              kind);
      case Operand.Measured measured -> measured;
    };
  }

  private static When when(When when) {
    return switch (when) {
      case When.Overall overall -> overall;
      case When.AtEnd atEnd -> atEnd;
      case When.At(long timeNs) -> new When.At(twice(timeNs));
      case When.Between(long fromNs, long toNs) -> new When.Between(twice(fromNs), twice(toNs));
    };
  }
}
