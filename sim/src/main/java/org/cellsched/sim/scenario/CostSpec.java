package org.cellsched.sim.scenario;

/**
 * What scheduling itself costs, in nanoseconds of CPU time.
 *
 * @param switchNs each change of the task on a CPU, from idle to a task too
 * @param kickNs from one CPU's kick to the other CPU's reaction
 * @param callbackNs each callback into the scheduler, on the CPU that runs it
 * @param migration a task that goes on elsewhere than where it last ran
 */
public record CostSpec(long switchNs, long kickNs, long callbackNs, MigrationCosts migration) {

  /** 1 µs, 2 µs, 0. */
  public static final CostSpec DEFAULT = new CostSpec(1_000, 2_000, 0, MigrationCosts.DEFAULT);
}
