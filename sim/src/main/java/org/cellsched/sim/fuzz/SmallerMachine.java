package org.cellsched.sim.fuzz;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.InterruptSource;
import org.cellsched.sim.workload.Program;
import org.cellsched.sim.workload.Program.Phase;
import org.jspecify.annotations.Nullable;

/**
 * A scenario on some of its CPUs: they are numbered anew and share one cache, and those that are
 * gone are taken out of every list. A cpuset or an affinity of which none is left counts as if it
 * had not been given; what happens to such CPUs, interrupts too, does not.
 *
 * @param kept the CPUs that stay, at least one
 */
record SmallerMachine(CpuMask kept) {

  Scenario with(Scenario scenario) {
    return Parts.of(scenario)
        .withMachine(on(scenario.machine()))
        .withCells(scenario.cells().stream().map(this::on).toList())
        .withTasks(scenario.tasks().stream().map(this::on).toList())
        .withEvents(scenario.events().stream().map(this::on).filter(Objects::nonNull).toList())
        .scenario();
  }

  MachineSpec on(MachineSpec machine) {
    return new MachineSpec(
        MachineShrinking.flat(kept.size()),
        machine.hz(),
        machine.costs(),
        machine.smtThroughputPpm(),
        machine.irqs().stream()
            .filter(each -> each.cpus() == null || each.cpus().intersects(kept))
            .map(each -> new InterruptSource(on(each.cpus()), each.every(), each.takes()))
            .toList(),
        machine.watchdogNs());
  }

  private @Nullable CpuMask on(@Nullable CpuMask cpus) {
    return cpus == null || !cpus.intersects(kept) ? null : renumbered(cpus);
  }

  private CpuMask renumbered(CpuMask cpus) {
    int[] left = kept.toArray();
    return CpuMask.of(
        IntStream.range(0, left.length).filter(cpu -> cpus.contains(left[cpu])).toArray());
  }

  private CellDeclaration on(CellDeclaration cell) {
    return new CellDeclaration(
        cell.name(),
        on(cell.cpuset()),
        cell.cpuWeight(),
        cell.cpuMax(),
        cell.children().stream().map(this::on).toList());
  }

  private TaskGroup on(TaskGroup group) {
    return GroupParts.of(group)
        .withAffinity(on(group.affinity()))
        .withBehaviour(on(group.behaviour()))
        .group();
  }

  private Behaviour on(Behaviour behaviour) {
    if (!(behaviour instanceof Behaviour.Follow(Program program))) {
      return behaviour;
    }
    List<Phase> phases = program.phases().stream().map(this::on).toList();
    return new Behaviour.Follow(new Program(program.loops(), phases));
  }

  private Phase on(Phase phase) {
    Optional<CpuMask> affinity = phase.affinity();
    return affinity == null || affinity.isEmpty()
        ? phase
        : new Phase(
            phase.loops(),
            Optional.ofNullable(on(affinity.get())),
            phase.nice(),
            phase.cell(),
            phase.steps());
  }

  /** Null for an event of CPUs of which none is left. */
  private @Nullable ScenarioEvent on(ScenarioEvent event) {
    Action action =
        switch (event.action()) {
          case Action.CreateCell(CellDeclaration cell) -> new Action.CreateCell(on(cell));
          case Action.SetCpuset set -> new Action.SetCpuset(set.cell(), on(set.cpuset()));
          case Action.Start(TaskGroup group) -> new Action.Start(on(group));
          case Action.SetAffinity set -> new Action.SetAffinity(set.group(), on(set.affinity()));
          case Action.TakeCpus take ->
              take.cpus().intersects(kept)
                  ? new Action.TakeCpus(renumbered(take.cpus()), take.forNs())
                  : null;
          case Action.Offline(CpuMask cpus) ->
              cpus.intersects(kept) ? new Action.Offline(renumbered(cpus)) : null;
          case Action.Online(CpuMask cpus) ->
              cpus.intersects(kept) ? new Action.Online(renumbered(cpus)) : null;
          default -> event.action();
        };
    return action == null ? null : event.withAction(action);
  }
}
