package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.kernel.KernelConfig;
import org.cellsched.sim.scenario.CostSpec;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.Scenario;

/** Machines with fewer CPUs, one cache and without interrupts. */
final class MachineShrinking {

  private static final int USUAL_HZ = 250;

  private MachineShrinking() {}

  /** One LLC of fewer CPUs: the first ones, or all but one. */
  static List<Scenario> fewerCpus(Scenario scenario) {
    int cpus = scenario.machine().topology().cpuCount();
    List<Scenario> proposals = new ArrayList<>();
    for (int fewer : new int[] {2, cpus / 2}) {
      if (fewer >= 1 && fewer < cpus) {
        proposals.add(new SmallerMachine(CpuMask.firstCpus(fewer)).with(scenario));
      }
    }
    for (int gone = cpus - 1; gone >= 0 && cpus > 1; gone--) {
      proposals.add(new SmallerMachine(CpuMask.firstCpus(cpus).without(gone)).with(scenario));
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
    machines.add(new SmallerMachine(CpuMask.firstCpus(cpus)).on(machine));
    return machines.stream()
        .filter(each -> !each.equals(machine))
        .map(each -> Parts.of(scenario).withMachine(each).scenario())
        .toList();
  }

  static Topology flat(int cpus) {
    return Topology.regular(1, 1, 1, cpus, 1, SiblingNumbering.ADJACENT);
  }
}
