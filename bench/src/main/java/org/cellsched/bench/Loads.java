package org.cellsched.bench;

import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.UniformLoad;

/** The scenarios that are measured: {@link UniformLoad} at several sizes. */
final class Loads {

  /**
   * CPUs times simulated time of one operation; each millisecond of it has a switch to a task or a
   * little more.
   */
  static final long CPU_MS = 128_000;

  private static final long MS_NS = 1_000_000;

  private Loads() {}

  /** Two tasks for each CPU that run and sleep for a millisecond each. */
  static Scenario uniform(int cpus, long cpuMs) {
    return tasks(cpus, 2, cpuMs);
  }

  /** The same for a time in milliseconds; with half of each time there are twice as many events. */
  static Scenario uniformFor(long ms, int cpus, long runNs) {
    return new UniformLoad(cpus, 2, runNs, runNs, ms * MS_NS).scenario();
  }

  /** So many of them for each CPU. */
  static Scenario tasks(int cpus, int tasksPerCpu, long cpuMs) {
    return new UniformLoad(cpus, tasksPerCpu, MS_NS, MS_NS, cpuMs * MS_NS / cpus).scenario();
  }

  /** Two tasks for each CPU that never sleep. */
  static Scenario spinners(int cpus, long cpuMs) {
    return new UniformLoad(cpus, 2, MS_NS, 0, cpuMs * MS_NS / cpus).scenario();
  }
}
