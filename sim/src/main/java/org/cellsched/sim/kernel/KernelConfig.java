package org.cellsched.sim.kernel;

import org.cellsched.core.cpu.Topology;

/**
 * The machine and how its kernel is built.
 *
 * @param hz clock ticks per second
 * @param smtThroughputPpm work that a core does with two busy SMT siblings, by what it does with
 *     one, in millionths: 1,000,000 (no gain) to 2,000,000 (siblings do not slow each other down)
 * @param watchdogNs how long a runnable task may wait before the kernel ends the scheduler; or
 *     {@link #NO_WATCHDOG}
 */
public record KernelConfig(
    Topology topology, int hz, KernelCosts costs, int smtThroughputPpm, long watchdogNs) {

  /** Two busy siblings do a quarter more work than one: what SMT commonly gains. */
  public static final int DEFAULT_SMT_THROUGHPUT_PPM = 1_250_000;

  /** SCX_WATCHDOG_MAX_TIMEOUT of kernel/sched/ext.c: the default, and the most. */
  public static final long DEFAULT_WATCHDOG_NS = 30_000_000_000L;

  /** As {@link #watchdogNs}: nothing is watched, as the scheduler is none of sched_ext. */
  public static final long NO_WATCHDOG = 0;

  /** With the defaults for SMT and watchdog. */
  public KernelConfig(Topology topology, int hz, KernelCosts costs) {
    this(topology, hz, costs, DEFAULT_SMT_THROUGHPUT_PPM, DEFAULT_WATCHDOG_NS);
  }
}
