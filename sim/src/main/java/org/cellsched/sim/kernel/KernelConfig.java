package org.cellsched.sim.kernel;

import org.cellsched.core.cpu.Topology;

/**
 * The machine and how its kernel is built.
 *
 * @param hz clock ticks per second
 * @param smtThroughputPpm work that a core does with two busy SMT siblings, by what it does with
 *     one, in millionths: 1,000,000 (no gain) to 2,000,000 (siblings do not slow each other down)
 */
public record KernelConfig(Topology topology, int hz, KernelCosts costs, int smtThroughputPpm) {

  /** Two busy siblings do a quarter more work than one: what SMT commonly gains. */
  public static final int DEFAULT_SMT_THROUGHPUT_PPM = 1_250_000;

  /** With the default throughput of SMT. */
  public KernelConfig(Topology topology, int hz, KernelCosts costs) {
    this(topology, hz, costs, DEFAULT_SMT_THROUGHPUT_PPM);
  }
}
