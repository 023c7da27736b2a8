package org.cellsched.sim.metamorphic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.InterruptSource;
import org.cellsched.sim.workload.Program;
import org.jspecify.annotations.Nullable;

/**
 * The same world under other names: CPUs have other numbers, with the topology following them, and
 * cells other names. Expectations, which name cells in their text, are left out.
 *
 * @param newCpu a permutation of the machine's CPUs
 * @param newCell the new name of a child of the cell parent; those below keep theirs
 */
record Renumbering(IntUnaryOperator newCpu, UnaryOperator<String> newCell) {

  /** Nothing changes. */
  static final Renumbering NONE =
      new Renumbering(IntUnaryOperator.identity(), UnaryOperator.identity());

  /** Nothing changes but the cells' names. */
  static Renumbering ofCells(UnaryOperator<String> newCell) {
    return new Renumbering(IntUnaryOperator.identity(), newCell);
  }

  /** Nothing changes but the CPUs' numbers. */
  static Renumbering ofCpus(int[] newNumber) {
    return new Renumbering(cpu -> newNumber[cpu], UnaryOperator.identity());
  }

  Scenario of(Scenario scenario) {
    return new Scenario(
        scenario.name(),
        scenario.description(),
        scenario.seed(),
        scenario.durationNs(),
        scenario.scheduler(),
        machine(scenario.machine()),
        policy(scenario.policy()),
        scenario.fair(),
        scenario.control(),
        scenario.checks(),
        scenario.interleaving(),
        scenario.cells().stream().map(this::cell).toList(),
        scenario.tasks().stream().map(this::group).toList(),
        scenario.events().stream().map(this::event).toList(),
        List.of());
  }

  @Nullable CpuMask mask(@Nullable CpuMask mask) {
    return mask == null ? null : renumbered(mask);
  }

  private CpuMask renumbered(CpuMask mask) {
    return CpuMask.of(Arrays.stream(mask.toArray()).map(newCpu).toArray());
  }

  /** CPUs in list format. */
  String cpus(String list) {
    return list.equals("none") ? list : CpuList.format(renumbered(CpuList.parse(list)));
  }

  /** The name of a cell, or a path below one. */
  String path(String path) {
    int slash = path.indexOf('/');
    if (path.equals(TaskGroup.ROOT)) {
      return path;
    }
    return slash < 0
        ? newCell.apply(path)
        : newCell.apply(path.substring(0, slash)) + path.substring(slash);
  }

  private MachineSpec machine(MachineSpec machine) {
    return new MachineSpec(
        topology(machine.topology()),
        machine.hz(),
        machine.costs(),
        machine.smtThroughputPpm(),
        machine.irqs().stream()
            .map(irq -> new InterruptSource(mask(irq.cpus()), irq.every(), irq.takes()))
            .toList(),
        machine.watchdogNs());
  }

  private Topology topology(Topology topology) {
    return Topology.of(
        table(topology, topology::coreOf),
        table(topology, topology::llcOf),
        table(topology, topology::nodeOf),
        table(topology, topology::socketOf));
  }

  private int[] table(Topology topology, IntUnaryOperator levelOf) {
    int[] table = new int[topology.cpuCount()];
    IntStream.range(0, table.length)
        .forEach(cpu -> table[newCpu.applyAsInt(cpu)] = levelOf.applyAsInt(cpu));
    return table;
  }

  private PolicyConfig policy(PolicyConfig policy) {
    TreeSet<String> excluded = new TreeSet<>();
    policy.excluded().forEach(name -> excluded.add(newCell.apply(name)));
    return new PolicyConfig(
        policy.planner(),
        policy.borrowing(),
        policy.rootMinCpus(),
        excluded,
        policy.intervalNs(),
        policy.rebalancing(),
        policy.debounce(),
        policy.applyTimeoutNs(),
        policy.dataPlane());
  }

  private CellDeclaration cell(CellDeclaration cell) {
    CellDeclaration below = below(cell);
    return new CellDeclaration(
        newCell.apply(cell.name()),
        below.cpuset(),
        below.cpuWeight(),
        below.cpuMax(),
        below.children());
  }

  private CellDeclaration below(CellDeclaration cell) {
    return new CellDeclaration(
        cell.name(),
        mask(cell.cpuset()),
        cell.cpuWeight(),
        cell.cpuMax(),
        cell.children().stream().map(this::below).toList());
  }

  private TaskGroup group(TaskGroup group) {
    return new TaskGroup(
        group.name(),
        path(group.cell()),
        group.count(),
        group.members(),
        behaviour(group.behaviour()),
        group.nice(),
        mask(group.affinity()),
        group.startNs(),
        group.stopNs(),
        group.queue(),
        group.policy());
  }

  private Behaviour behaviour(Behaviour behaviour) {
    return behaviour instanceof Behaviour.Follow(Program program)
        ? new Behaviour.Follow(
            new Program(program.loops(), program.phases().stream().map(this::phase).toList()))
        : behaviour;
  }

  private Program.Phase phase(Program.Phase phase) {
    String cell = phase.cell();
    Optional<CpuMask> affinity = phase.affinity();
    return new Program.Phase(
        phase.loops(),
        affinity == null ? null : affinity.map(this::renumbered),
        phase.nice(),
        cell == null ? null : path(cell),
        phase.steps());
  }

  private ScenarioEvent event(ScenarioEvent event) {
    return new ScenarioEvent(
        event.atNs(), event.everyNs(), event.times(), action(event.action()), event.location());
  }

  private Action action(Action action) {
    return switch (action) {
      case Action.CreateCell(CellDeclaration cell) -> new Action.CreateCell(cell(cell));
      case Action.RemoveCell(String cell) -> new Action.RemoveCell(path(cell));
      case Action.SetCpuset set -> new Action.SetCpuset(path(set.cell()), mask(set.cpuset()));
      case Action.SetCpuWeight set -> new Action.SetCpuWeight(path(set.cell()), set.cpuWeight());
      case Action.SetCpuMax set -> new Action.SetCpuMax(path(set.cell()), set.cpuMax());
      case Action.Start(TaskGroup group) -> new Action.Start(group(group));
      case Action.Stop stop -> stop;
      case Action.Move(String group, String cell) -> new Action.Move(group, path(cell));
      case Action.SetAffinity set -> new Action.SetAffinity(set.group(), mask(set.affinity()));
      case Action.SetNice set -> set;
      case Action.TakeCpus take -> new Action.TakeCpus(renumbered(take.cpus()), take.forNs());
      case Action.Offline(CpuMask cpus) -> new Action.Offline(renumbered(cpus));
      case Action.Online(CpuMask cpus) -> new Action.Online(renumbered(cpus));
    };
  }
}
