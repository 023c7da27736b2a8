package org.cellsched.sim.workload;

/** When requests come. Closed: each is a random process that the simulator draws from. */
public sealed interface Arrivals {

  /** Independent of each other, at a constant mean rate in requests per 1000 seconds. */
  record Poisson(long ratePerKilosecond) implements Arrivals {}
}
