package org.cellsched.sim.fuzz;

/**
 * Something that a drawn scenario may have. Each run draws which ones it has, so that mixtures
 * appear that would be rare if every run had a little of each (swarm testing: Groce et al., ISSTA
 * 2012).
 */
enum Feature {
  // The machine.
  SEVERAL_LLCS(50),
  SMT(30),
  INTERRUPTS(20),
  COSTLY_KICKS(20),
  SHORT_WATCHDOG(15),
  INTERLEAVING(10),
  SMALL(0),
  IN_STEP(0),
  LONG_TAKES(0),
  // The policy.
  BORROWING(70),
  REBALANCING(50),
  LLC_QUEUES(40),
  NO_RECLAIM(15),
  LONG_SLICES(25),
  MATCHING_PLANNER(30),
  ROOT_CPUS(35),
  EXCLUSION(20),
  SLOW_DEBOUNCE(40),
  LATE_NOTIFICATIONS(30),
  SLOW_PLANS(30),
  REFUSED_PLANS(10),
  // Cells.
  MANY_CELLS(30),
  CPUSETS(60),
  EQUAL_CPUSETS(15),
  NARROW_CPUSETS(20),
  CELL_WEIGHTS(35),
  NESTED_CGROUPS(30),
  // Tasks.
  MANY_TASKS(30),
  PINNED_TASKS(45),
  ALL_PINNED(10),
  NICE_VALUES(45),
  REQUESTS(35),
  PROGRAMS(30),
  FORKS(20),
  ROOT_TASKS(50),
  STRANGERS(0),
  HEAVY_TASKS(0),
  // Events.
  CELL_CHURN(45),
  CPUSET_CHANGES(40),
  WEIGHT_CHANGES(25),
  MOVES(40),
  AFFINITY_CHANGES(35),
  NICE_CHANGES(25),
  TASK_CHURN(40),
  HOTPLUG(25),
  HIGHER_CLASS(25),
  AT_ONE_INSTANT(30),
  MANY_EVENTS(30);

  private final int percent;

  Feature(int percent) {
    this.percent = percent;
  }

  /**
   * In how many runs of a hundred it is there, unless the profile says otherwise; 0 if it is there
   * only where a profile leans towards it.
   */
  int percent() {
    return percent;
  }
}
