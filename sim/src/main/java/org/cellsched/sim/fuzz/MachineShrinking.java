package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.kernel.KernelConfig;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.CostSpec;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;
import org.jspecify.annotations.Nullable;

/** Machines with fewer CPUs, one cache and without interrupts. */
final class MachineShrinking {

  private static final int USUAL_HZ = 250;

  private MachineShrinking() {}

  /** One LLC of fewer CPUs; those that are gone are taken out of every list. */
  static List<Scenario> fewerCpus(Scenario scenario) {
    int cpus = scenario.machine().topology().cpuCount();
    List<Scenario> proposals = new ArrayList<>();
    for (int fewer : new int[] {2, cpus / 2, cpus - 1}) {
      if (fewer >= 1 && fewer < cpus) {
        proposals.add(onFlatMachine(scenario, fewer));
      }
    }
    return proposals;
  }

  static List<Scenario> plainer(Scenario scenario) {
    MachineSpec machine = scenario.machine();
    int cpus = machine.topology().cpuCount();
    List<MachineSpec> machines = new ArrayList<>();
    machines.add(new MachineSpec(flat(cpus), USUAL_HZ, CostSpec.DEFAULT));
    machines.add(
        new MachineSpec(
            machine.topology(),
            machine.hz(),
            machine.costs(),
            KernelConfig.DEFAULT_SMT_THROUGHPUT_PPM,
            List.of(),
            machine.watchdogNs()));
    machines.add(flattened(machine, cpus));
    return machines.stream()
        .filter(each -> !each.equals(machine))
        .map(each -> Parts.of(scenario).withMachine(each).scenario())
        .toList();
  }

  private static Topology flat(int cpus) {
    return Topology.regular(1, 1, 1, cpus, 1, SiblingNumbering.ADJACENT);
  }

  private static MachineSpec flattened(MachineSpec machine, int cpus) {
    return new MachineSpec(
        flat(cpus),
        machine.hz(),
        machine.costs(),
        machine.smtThroughputPpm(),
        machine.irqs(),
        machine.watchdogNs());
  }

  private static Scenario onFlatMachine(Scenario scenario, int cpus) {
    MachineSpec machine = scenario.machine();
    CpuMask left = CpuMask.firstCpus(cpus);
    return Parts.of(scenario)
        .withMachine(flattened(machine, cpus))
        .withCells(scenario.cells().stream().map(cell -> on(left, cell)).toList())
        .withTasks(scenario.tasks().stream().map(group -> on(left, group)).toList())
        .withEvents(
            scenario.events().stream()
                .map(event -> on(left, event))
                .filter(Objects::nonNull)
                .toList())
        .scenario();
  }

  private static @Nullable CpuMask on(CpuMask left, @Nullable CpuMask cpus) {
    return cpus == null || !cpus.intersects(left) ? null : cpus.and(left);
  }

  private static CellDeclaration on(CpuMask left, CellDeclaration cell) {
    return new CellDeclaration(
        cell.name(), on(left, cell.cpuset()), cell.cpuWeight(), cell.children());
  }

  private static TaskGroup on(CpuMask left, TaskGroup group) {
    return GroupParts.of(group).withAffinity(on(left, group.affinity())).group();
  }

  /** Null for an event of CPUs of which none is left. */
  private static @Nullable ScenarioEvent on(CpuMask left, ScenarioEvent event) {
    Action action =
        switch (event.action()) {
          case Action.CreateCell(CellDeclaration cell) -> new Action.CreateCell(on(left, cell));
          case Action.SetCpuset set -> new Action.SetCpuset(set.cell(), on(left, set.cpuset()));
          case Action.Start(TaskGroup group) -> new Action.Start(on(left, group));
          case Action.SetAffinity set ->
              new Action.SetAffinity(set.group(), on(left, set.affinity()));
          case Action.TakeCpus take ->
              take.cpus().intersects(left)
                  ? new Action.TakeCpus(take.cpus().and(left), take.forNs())
                  : null;
          case Action.Offline(CpuMask cpus) ->
              cpus.intersects(left) ? new Action.Offline(cpus.and(left)) : null;
          case Action.Online(CpuMask cpus) ->
              cpus.intersects(left) ? new Action.Online(cpus.and(left)) : null;
          default -> event.action();
        };
    return action == null ? null : event.withAction(action);
  }
}
