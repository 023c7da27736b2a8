package org.cellsched.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.cellsched.core.control.CellController;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.check.Rule;
import org.cellsched.sim.control.SimulatedHost;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.interleaving.Interleaver;
import org.cellsched.sim.interleaving.Interleaving;
import org.cellsched.sim.kernel.Overlap;
import org.cellsched.sim.kernel.SchedulerFault;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.SchedulerKind;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.trace.RunObserver;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Interrupts;
import org.cellsched.sim.workload.Program;
import org.cellsched.sim.workload.ProgramFault;
import org.jspecify.annotations.Nullable;

/**
 * One run of a scenario: builds the world, lets time pass, and answers what happened.
 *
 * <p>Reproducible: the same scenario gives the same result, bit for bit. One thread runs at a time,
 * and there is but one unless callbacks overlap. A run costs time in proportion to its events, and
 * memory in proportion to its tasks and CPUs whatever its length; where callbacks overlap, each
 * boundary costs a few bytes.
 */
public final class Simulation {

  /** How often what makes no event of its own is looked at: 100 ms. */
  private static final long SWEEP_NS = 100_000_000;

  /** So many events may come at one instant, and for each task, CPU and so on a thousand more. */
  private static final long MOST_AT_ONE_INSTANT = 1_000_000;

  private static final long MOST_FOR_EACH_ENTITY = 1_000;

  private final Scenario scenario;
  private final Numbers numbers;
  private final EventQueue events;
  private final Timeline timeline;
  private final @Nullable Interleaver interleaver;
  private final World world;
  private final Populace populace;
  private final Script script;
  private final PlanLog planLog;
  private final @Nullable SimulatedHost host;
  private final Meter meter;
  private final Expectations expectations;
  private final SortedSet<Long> readingTimes;
  private final long mostAtOneInstant;
  private long handled;

  /** The present instant, and what was handled when it began. */
  private long instantNs;

  private long handledBefore;

  /** Builds the world as it is before time 0. */
  public Simulation(Scenario scenario) {
    this(scenario, RunObserver.NONE);
  }

  /** The same, watched by one more observer. */
  public Simulation(Scenario scenario, RunObserver visitor) {
    this.scenario = scenario;
    timeline = new Timeline(scenario);
    List<TaskGroup> starts = timeline.starts();
    numbers = reserve(scenario, starts);
    events = new EventQueue(numbers.count());
    mostAtOneInstant = MOST_AT_ONE_INSTANT + MOST_FOR_EACH_ENTITY * numbers.count();
    interleaver = interleaver(scenario, timeline, numbers, events);
    world =
        World.boot(
            scenario, events, numbers, interleaver == null ? Overlap.NONE : interleaver, visitor);
    populace = new Populace(events, world.kernel(), world.workload(), world.observers().metrics());
    scenario.tasks().forEach(group -> populace.declare(group.name()));
    starts.forEach(group -> populace.declare(group.name()));
    world.workload().attach(new TaskSurroundings(scenario, world, populace));
    starts.forEach(this::expectAtBarriers);
    script = new Script(events, world, populace);
    boolean borrowing =
        scenario.policy().borrowing() && scenario.scheduler() == SchedulerKind.CELLS;
    planLog = new PlanLog(world, borrowing);
    CellController controller = world.dataPlane() == null ? null : controller(scenario, world);
    host = controller == null ? null : host(controller);
    LongSupplier plansComputed = () -> controller == null ? 0 : controller.status().plansComputed();
    meter = new Meter(world, planLog, plansComputed, populace, events::nowNs);
    expectations = new Expectations(scenario.expectations(), meter, scenario.durationNs());
    readingTimes = new TreeSet<>(expectations.times());
  }

  private static Numbers reserve(Scenario scenario, List<TaskGroup> starts) {
    Topology topology = scenario.machine().topology();
    List<TaskGroup> groups = new ArrayList<>(starts);
    scenario.tasks().stream()
        .filter(group -> group.members() == TaskGroup.Members.FORKED)
        .forEach(groups::add);
    int tasks = groups.stream().mapToInt(group -> group.taskCount(topology)).sum();
    return Numbers.reserve(
        topology.cpuCount(),
        tasks,
        Populace.requestStreams(groups, topology),
        Interrupts.count(scenario.machine().irqs(), topology));
  }

  /** Null if every callback runs to its end at once. */
  private static @Nullable Interleaver interleaver(
      Scenario scenario, Timeline timeline, Numbers numbers, EventQueue events) {
    if (!scenario.interleaving().overlaps()) {
      return null;
    }
    int cpuCount = scenario.machine().topology().cpuCount();
    return new Interleaver(
        scenario.interleaving(),
        events,
        event ->
            event == numbers.script() && timeline.nextMayOverlap()
                ? Interleaver.LOCK_FREE
                : numbers.lockOf(event, cpuCount),
        cpuCount + 1,
        numbers.kernel().taskCount());
  }

  private void expectAtBarriers(TaskGroup group) {
    if (group.behaviour() instanceof Behaviour.Follow(Program program)) {
      world.workload().expect(program, group.taskCount(scenario.machine().topology()));
    }
  }

  private static CellController controller(Scenario scenario, World world) {
    PolicyConfig policy =
        scenario.scheduler() == SchedulerKind.STATIC_CPUSETS
            ? scenario.policy().partitionOnly()
            : scenario.policy();
    CellController controller =
        new CellController(
            policy.controllerConfig(), scenario.machine().topology(), world.kernel().online());
    world.observers().controllerBegins(policy, controller);
    return controller;
  }

  private @Nullable SimulatedHost host(CellController controller) {
    if (world.dataPlane() == null) {
      return null;
    }
    return new SimulatedHost(
        events,
        numbers.host(),
        world.kernel(),
        world.cellParent(),
        controller,
        world.dataPlane(),
        new SimulatedHost.Delays(
            scenario.control().notificationDelayNs(),
            scenario.control().publicationDelayNs(),
            scenario.policy().intervalNs()),
        planLog);
  }

  /**
   * Lets the whole duration pass.
   *
   * @throws ScenarioFault if the scenario asks for what cannot be done at that moment
   */
  public RunResult run(Progress progress) {
    return interleaver == null
        ? pass(progress)
        : Interleaver.onOneOfTheirThreads(() -> pass(progress));
  }

  private RunResult pass(Progress progress) {
    boolean complete = true;
    begin();
    try {
      complete = passTime(progress);
    } catch (ProgramFault fault) {
      throw new ScenarioFault(
          0, "at %s: %s".formatted(Amounts.duration(events.nowNs()), fault.getMessage()));
    } catch (SchedulerFault fault) {
      world
          .violations()
          .add(Rule.SCHEDULER_FAULT, events.nowNs(), String.valueOf(fault.getMessage()));
      return result(events.nowNs(), false);
    }
    long nowNs = complete ? scenario.durationNs() : events.nowNs();
    finish(nowNs);
    return result(nowNs, complete);
  }

  /** The switches between callbacks so far: as a list they make the same run. */
  public List<Interleaving.Switch> switches() {
    return interleaver == null ? List.of() : interleaver.switches();
  }

  /** By boundary so far: how many others could have gone on there. */
  public List<Integer> candidates() {
    return interleaver == null ? List.of() : interleaver.candidates();
  }

  private void begin() {
    nameTenants();
    scenario.cells().forEach(cell -> script.createCell(world.cellParent(), cell));
    if (host != null) {
      host.applyFirstPlan();
      if (scenario.scheduler() == SchedulerKind.CELLS) {
        host.goLive();
      }
    }
    world.observers().metrics().ownershipChanged(0);
    if (readingTimes.contains(0L)) {
      expectations.readAt(0);
    }
    if (timeline.nextNs() != EventQueue.NEVER) {
      events.schedule(numbers.script(), timeline.nextNs());
    }
    scheduleProbe(0);
  }

  /** Tenants come in the order of the scenario, whatever else asks for one first. */
  private void nameTenants() {
    Tenants tenants = world.observers().tenants();
    scenario.cells().forEach(cell -> tenants.numberOf(cell.name()));
    for (ScenarioEvent event : scenario.events()) {
      if (event.action() instanceof Action.CreateCell(CellDeclaration cell)) {
        tenants.numberOf(cell.name());
      }
    }
  }

  /** Handles events until the end; answers false if {@code progress} ended the run before. */
  private boolean passTime(Progress progress) {
    long endNs = scenario.durationNs();
    while (events.nextTimeNs() <= endNs) {
      int event = events.pop();
      if (interleaver == null) {
        handle(event);
      } else {
        interleaver.run(event, this::handle);
      }
      if (event == numbers.probe() && !progress.reached(events.nowNs(), endNs)) {
        return false;
      }
    }
    return true;
  }

  private void handle(int event) {
    handled++;
    requireThatTimePasses();
    if (event >= numbers.kernel().watchdog() && event < numbers.kernel().end()) {
      world.kernel().handle(event);
    } else if (event == numbers.probe()) {
      probe();
    } else {
      handleRare(event);
    }
  }

  /** A scheduler whose CPUs tell each other to look, again and again, could keep an instant. */
  private void requireThatTimePasses() {
    if (events.nowNs() != instantNs) {
      instantNs = events.nowNs();
      handledBefore = handled;
    } else if (handled - handledBefore > mostAtOneInstant) {
      throw new SchedulerFault(
          "time stands still: more than %s events at one instant, and no end"
              .formatted(mostAtOneInstant));
    }
  }

  private void handleRare(int event) {
    if (event == numbers.script()) {
      performDue();
    } else if (event >= numbers.interrupts()) {
      world.interrupts().arrive(event - numbers.interrupts());
    } else if (event >= numbers.arrivals()) {
      world.workload().arrive(event - numbers.arrivals());
    } else if (host != null) {
      host.handle(event);
    }
  }

  /** Does everything that the scenario has for this moment. */
  private void performDue() {
    boolean notified = false;
    while (timeline.nextNs() == events.nowNs()) {
      notified |= script.perform(timeline.take());
    }
    if (notified && host != null) {
      host.changed();
    }
    if (timeline.nextNs() <= scenario.durationNs()) {
      events.schedule(numbers.script(), timeline.nextNs());
    }
  }

  private void scheduleProbe(long afterNs) {
    long nextNs = (afterNs / SWEEP_NS + 1) * SWEEP_NS;
    if (afterNs < scenario.durationNs()) {
      // The end too, so that what runs there is charged up to it.
      nextNs = Math.min(nextNs, scenario.durationNs());
    }
    SortedSet<Long> due = readingTimes.tailSet(afterNs + 1);
    events.schedule(numbers.probe(), due.isEmpty() ? nextNs : Math.min(nextNs, due.first()));
  }

  private void probe() {
    long nowNs = events.nowNs();
    if (nowNs % SWEEP_NS == 0) {
      world.observers().sweep(nowNs, world.kernel());
    }
    if (readingTimes.contains(nowNs)) {
      world.kernel().tickAll();
      expectations.readAt(nowNs);
    }
    scheduleProbe(nowNs);
  }

  private void finish(long nowNs) {
    world.kernel().tickAll();
    world.observers().finish(nowNs, world.kernel());
    Long limitNs = scenario.checks().idleWhileWaitingNs();
    long idleNs = meter.idleWhileWaitingNs(nowNs);
    if (limitNs != null && idleNs > limitNs) {
      world
          .violations()
          .add(
              Rule.IDLE_WHILE_WAITING,
              nowNs,
              "%s, %d ns more than the limit of %s"
                  .formatted(
                      Amounts.duration(idleNs), idleNs - limitNs, Amounts.duration(limitNs)));
    }
    expectations.readAt(nowNs);
  }

  private RunResult result(long nowNs, boolean complete) {
    world.observers().ended(nowNs, world.kernel());
    return new ResultBuilder(scenario, world, populace, planLog, meter)
        .build(nowNs, complete, handled, complete ? expectations.judge() : List.of());
  }
}
