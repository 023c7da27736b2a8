package org.cellsched.sim.scenario;

import org.cellsched.core.cpu.Topology;

/**
 * The simulated machine.
 *
 * @param hz clock ticks per second: 100, 250, 300 or 1000, as kernels are built
 */
public record MachineSpec(Topology topology, int hz, CostSpec costs) {}
