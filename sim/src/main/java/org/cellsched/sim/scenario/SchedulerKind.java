package org.cellsched.sim.scenario;

/** What schedules the simulated machine. Closed: each is a model that the simulator implements. */
public enum SchedulerKind {
  /** The cell scheduler itself. */
  CELLS,
  /** Baseline: one queue by virtual time for the whole machine; cells do not exist. */
  GLOBAL_VTIME,
  /** Baseline: every cell is confined to its cpuset for good; nothing is lent or moved. */
  STATIC_CPUSETS,
  /** Baseline: Linux's fair class, with cpusets as affinities, cpu.weight and cpu.max. */
  FAIR
}
