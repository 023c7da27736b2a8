package org.cellsched.sim.scenario;

import java.util.List;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.kernel.KernelConfig;
import org.cellsched.sim.workload.InterruptSource;

/**
 * The simulated machine.
 *
 * @param hz clock ticks per second: 100, 250, 300 or 1000, as kernels are built
 * @param smtThroughputPpm work that a core does with two busy siblings, by what it does with one
 * @param irqs the interrupts that its CPUs handle
 * @param watchdogNs how long a runnable task may wait before the kernel ends the scheduler
 */
public record MachineSpec(
    Topology topology,
    int hz,
    CostSpec costs,
    int smtThroughputPpm,
    List<InterruptSource> irqs,
    long watchdogNs) {

  /** What a scenario that says no more describes. */
  public MachineSpec(Topology topology, int hz, CostSpec costs) {
    this(
        topology,
        hz,
        costs,
        KernelConfig.DEFAULT_SMT_THROUGHPUT_PPM,
        List.of(),
        KernelConfig.DEFAULT_WATCHDOG_NS);
  }
}
