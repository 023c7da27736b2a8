package org.cellsched.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.cellsched.core.control.DebounceConfig;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.cellsched.host.policy.DataPlaneConfig;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.yaml.Location;
import org.cellsched.sim.interleaving.Interleaving;
import org.cellsched.sim.kernel.CpuMax;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.CheckSpec;
import org.cellsched.sim.scenario.ControlSpec;
import org.cellsched.sim.scenario.CostSpec;
import org.cellsched.sim.scenario.FairSpec;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.MigrationCosts;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.SchedulerKind;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.RequestQueueSharing;
import org.jspecify.annotations.Nullable;

/** Builds scenarios for tests, line by line, and runs them. */
public final class TestScenario {

  public static final long US = 1_000;
  public static final long MS = 1_000_000;
  public static final long SECOND = 1_000_000_000;

  private static final Location HERE = Location.of("test");
  private static final CostSpec FREE = new CostSpec(0, 0, 0, new MigrationCosts(0, 0, 0, 0, 0));

  private Topology topology;
  private long seed = 1;
  private SchedulerKind scheduler = SchedulerKind.CELLS;
  private CostSpec costs = CostSpec.DEFAULT;
  private CheckSpec checks = CheckSpec.DEFAULT;
  private boolean borrowing;
  private boolean llcAware;
  private boolean reclaim = true;
  private int hz = 250;
  private long sliceNs = DataPlaneConfig.DEFAULT.sliceNs();
  private long shieldNs = DataPlaneConfig.DEFAULT.lenderProtectionNs();
  private int rootMinCpus;
  private @Nullable RebalanceConfig rebalancing;
  private final List<CellDeclaration> cells = new ArrayList<>();
  private final List<TaskGroup> groups = new ArrayList<>();
  private final List<ScenarioEvent> events = new ArrayList<>();

  private TestScenario(Topology topology) {
    this.topology = topology;
  }

  /** A machine of one LLC without SMT. */
  public static TestScenario cpus(int cpus) {
    return of(Topology.regular(1, 1, 1, cpus, 1, SiblingNumbering.ADJACENT));
  }

  public static TestScenario of(Topology topology) {
    return new TestScenario(topology);
  }

  public TestScenario seed(long value) {
    seed = value;
    return this;
  }

  public TestScenario scheduler(SchedulerKind kind) {
    scheduler = kind;
    return this;
  }

  /** Clock ticks per second. */
  public TestScenario hz(int value) {
    hz = value;
    return this;
  }

  public TestScenario sliceNs(long ns) {
    sliceNs = ns;
    return this;
  }

  /** Switches, kicks and migrations take no time. */
  public TestScenario free() {
    costs = FREE;
    return this;
  }

  public TestScenario checks(CheckSpec spec) {
    checks = spec;
    return this;
  }

  public TestScenario borrowing() {
    borrowing = true;
    return this;
  }

  public TestScenario withoutReclaim() {
    reclaim = false;
    return this;
  }

  public TestScenario shieldNs(long ns) {
    shieldNs = ns;
    return this;
  }

  public TestScenario llcAware() {
    llcAware = true;
    return this;
  }

  public TestScenario rootMinCpus(int cpus) {
    rootMinCpus = cpus;
    return this;
  }

  public TestScenario rebalancing(RebalanceConfig config) {
    rebalancing = config;
    return this;
  }

  /** A cell without a cpuset. */
  public TestScenario cell(String name, CellDeclaration... children) {
    cells.add(new CellDeclaration(name, null, 100, List.of(children)));
    return this;
  }

  public TestScenario cell(CellDeclaration cell) {
    cells.add(cell);
    return this;
  }

  /** A cell whose tasks may use {@code quotaNs} of CPU time in each 100 ms. */
  public static CellDeclaration limited(String name, long quotaNs, CellDeclaration... children) {
    return new CellDeclaration(
        name, null, 100, new CpuMax(quotaNs, CpuMax.DEFAULT_PERIOD_NS), List.of(children));
  }

  public TestScenario cell(String name, String cpuset) {
    cells.add(new CellDeclaration(name, CpuList.parse(cpuset), 100, List.of()));
    return this;
  }

  public static CellDeclaration nested(String name, int cpuWeight) {
    return new CellDeclaration(name, null, cpuWeight, List.of());
  }

  // --- tasks ---

  public static Behaviour spin() {
    return new Behaviour.Spin();
  }

  public static Behaviour runSleep(long runNs, long sleepNs) {
    return new Behaviour.RunSleep(
        new Distribution.Constant(runNs), new Distribution.Constant(sleepNs));
  }

  public static Behaviour randomRunSleep(long runNs, long sleepNs) {
    return new Behaviour.RunSleep(
        new Distribution.Exponential(runNs), new Distribution.Exponential(sleepNs));
  }

  public static Behaviour periodic(long runNs, long everyNs) {
    return new Behaviour.Periodic(new Distribution.Constant(runNs), everyNs, 0);
  }

  public static Behaviour serve(long perSecond, Distribution service) {
    return new Behaviour.Serve(new Arrivals.Poisson(perSecond * 1000), service, 1, null);
  }

  public static TaskGroup group(String name, String cell, int count, Behaviour behaviour) {
    return new TaskGroup(
        name,
        cell,
        count,
        TaskGroup.Members.COUNTED,
        behaviour,
        0,
        null,
        0,
        null,
        RequestQueueSharing.SHARED);
  }

  public static TaskGroup niced(TaskGroup group, int nice) {
    return new TaskGroup(
        group.name(),
        group.cell(),
        group.count(),
        group.members(),
        group.behaviour(),
        nice,
        group.affinity(),
        group.startNs(),
        group.stopNs(),
        group.queue());
  }

  public static TaskGroup pinned(TaskGroup group, String cpus) {
    return new TaskGroup(
        group.name(),
        group.cell(),
        group.count(),
        group.members(),
        group.behaviour(),
        group.nice(),
        CpuList.parse(cpus),
        group.startNs(),
        group.stopNs(),
        group.queue());
  }

  public static TaskGroup startingAt(TaskGroup group, long startNs) {
    return new TaskGroup(
        group.name(),
        group.cell(),
        group.count(),
        group.members(),
        group.behaviour(),
        group.nice(),
        group.affinity(),
        startNs,
        group.stopNs(),
        group.queue());
  }

  public TestScenario tasks(String name, String cell, int count, Behaviour behaviour) {
    return tasks(group(name, cell, count, behaviour));
  }

  public TestScenario tasks(TaskGroup group) {
    groups.add(group);
    return this;
  }

  // --- events ---

  public TestScenario at(long timeNs, Action action) {
    events.add(new ScenarioEvent(timeNs, 0, 1, action, HERE));
    return this;
  }

  public TestScenario every(long periodNs, int times, Action action) {
    events.add(new ScenarioEvent(periodNs, periodNs, times, action, HERE));
    return this;
  }

  public static Action createCell(String name) {
    return new Action.CreateCell(new CellDeclaration(name, null, 100, List.of()));
  }

  public static CpuMask mask(String cpus) {
    return CpuList.parse(cpus);
  }

  // --- running ---

  public Scenario scenario(long durationNs) {
    return new Scenario(
        "test",
        "",
        seed,
        durationNs,
        scheduler,
        new MachineSpec(topology, hz, costs),
        policy(),
        FairSpec.DEFAULT,
        ControlSpec.DEFAULT,
        checks,
        Interleaving.NONE,
        cells,
        groups,
        events,
        List.of());
  }

  private PolicyConfig policy() {
    PolicyConfig defaults = PolicyConfig.DEFAULT;
    return new PolicyConfig(
        defaults.planner(),
        borrowing,
        rootMinCpus,
        new TreeSet<>(),
        100 * MS,
        rebalancing,
        new DebounceConfig(0, 0),
        defaults.applyTimeoutNs(),
        new DataPlaneConfig(sliceNs, llcAware, shieldNs, reclaim));
  }

  public Outcome run(long durationNs) {
    return new Outcome(new Simulation(scenario(durationNs)).run(Progress.NONE));
  }

  /** A result with its parts by name. */
  public record Outcome(RunResult result) {

    public RunResult.GroupResult group(String name) {
      return result.groups().stream().filter(g -> g.name().equals(name)).findFirst().orElseThrow();
    }

    public RunResult.CellResult cell(String name) {
      return result.cells().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    /** CPU time of a group in milliseconds. */
    public long ranMs(String group) {
      return group(group).cpuTimeNs() / MS;
    }

    /** The rules that were broken, each once, in the order in which they first were. */
    public List<String> broken() {
      return result.violations().stream().map(RunResult.ViolationResult::rule).distinct().toList();
    }
  }
}
