package org.cellsched.sim.scenario;

import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.kernel.KernelConfig;

/**
 * The simulated machine.
 *
 * @param hz clock ticks per second: 100, 250, 300 or 1000, as kernels are built
 * @param smtThroughputPpm work that a core does with two busy siblings, by what it does with one
 */
public record MachineSpec(Topology topology, int hz, CostSpec costs, int smtThroughputPpm) {

  /** What a scenario that says no more describes. */
  public MachineSpec(Topology topology, int hz, CostSpec costs) {
    this(topology, hz, costs, KernelConfig.DEFAULT_SMT_THROUGHPUT_PPM);
  }
}
