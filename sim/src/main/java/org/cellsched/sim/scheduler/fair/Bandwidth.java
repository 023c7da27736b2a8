package org.cellsched.sim.scheduler.fair;

import org.cellsched.sim.kernel.CpuMax;

/**
 * What cpu.max allows a cgroup, in a pool that each period fills and CPUs take from in portions
 * (struct cfs_bandwidth; Documentation/scheduler/sched-bwc.rst).
 */
final class Bandwidth {

  /** What a CPU takes at once: sched_cfs_bandwidth_slice_us, 5 ms. */
  private static final long PORTION_NS = 5_000_000;

  /** What a CPU keeps when its line is empty: min_cfs_rq_runtime, 1 ms. */
  private static final long KEPT_NS = 1_000_000;

  /** No period runs. */
  static final long NEVER = Long.MAX_VALUE;

  private final CpuMax limit;
  private long poolNs;
  private boolean used;
  private long nextPeriodNs = NEVER;

  Bandwidth(CpuMax limit) {
    this.limit = limit;
  }

  /** When the pool is filled next; {@link #NEVER} while nobody uses it. */
  long nextPeriodNs() {
    return nextPeriodNs;
  }

  /** Takes a portion for a CPU's line; answers whether it may go on. */
  boolean supply(FairLine line, long nowNs) {
    if (line.quotaLeftNs > 0) {
      return true;
    }
    if (nextPeriodNs == NEVER) {
      poolNs = limit.quotaNs();
      nextPeriodNs = nowNs + limit.periodNs();
    }
    used = true;
    return give(line, PORTION_NS);
  }

  /** Gives a line what it owes and up to {@code beyondNs} more, as far as there is something. */
  private boolean give(FairLine line, long beyondNs) {
    long portionNs = Math.min(beyondNs - line.quotaLeftNs, poolNs);
    poolNs -= portionNs;
    line.quotaLeftNs += portionNs;
    return line.quotaLeftNs > 0;
  }

  /** A period is over: the pool is full again. Without any use in it, no further one begins. */
  void beginPeriod() {
    poolNs = limit.quotaNs();
    nextPeriodNs = used ? nextPeriodNs + limit.periodNs() : NEVER;
    used = false;
  }

  /** Gives a throttled line just enough to go on; answers whether that was possible. */
  boolean release(FairLine line) {
    used = true;
    return give(line, 1);
  }

  /** return_cfs_rq_runtime: an empty line keeps little. */
  void takeBack(FairLine line) {
    long spareNs = Math.max(0, line.quotaLeftNs - KEPT_NS);
    line.quotaLeftNs -= spareNs;
    poolNs = Math.min(limit.quotaNs(), poolNs + spareNs);
  }
}
