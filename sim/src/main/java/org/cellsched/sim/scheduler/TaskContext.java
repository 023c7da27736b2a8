package org.cellsched.sim.scheduler;

/** What the cell scheduler remembers of a task: the value of its task-storage map. */
final class TaskContext {

  /** Not bound to a clock yet. */
  static final int UNBOUND = -1;

  /** {@link #generation} of a context that must be looked up anew. */
  static final long STALE = -1;

  /** Generation of the plan by which the next three were found. */
  long generation = STALE;

  int cell;

  /** Whether its affinity leaves out some of its cell's CPUs. */
  boolean restricted;

  /** Whether its affinity leaves out all of them: it must run among strangers. */
  boolean foreign;

  /** Task and cgroup weight composed. */
  int weight;

  long vtimeNs;

  /**
   * The weight by which its lag was counted. Not {@link #weight} if that changed while the task
   * waited in a line.
   */
  int lagWeight;

  /** Queue whose clock {@link #vtimeNs} is measured against. */
  int boundQueue = UNBOUND;

  /** What it adds to the load of {@link #boundQueue}: its weight, or 0 while it sleeps. */
  int load;

  /** Whether its turn did not begin ahead of the clock, and so does not move it. */
  boolean usesCredit;

  /**
   * Its cell and the CPU's owner when it began to run: who is charged does not change under way.
   */
  int cellWhenStarted;

  int ownerWhenStarted;

  /** The kernel's count of its CPU time up to which it has been accounted for. */
  long accountedRanNs;

  /** Mean length of its runs, smoothed: what a pinned waiter needs. */
  long meanRunNs;

  long ranThisTurnNs;

  /** Whether it was placed on an idle CPU, where others may have been placed, too. */
  boolean foundIdle;

  /** When it was last enqueued, for wait counters; negative while it does not wait. */
  long waitsSinceNs = -1;
}
