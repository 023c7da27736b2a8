package org.cellsched.sim.kernel;

/**
 * What {@code cpu.max} of a cgroup says: its tasks may run for {@code quotaNs} of CPU time in each
 * {@code periodNs} (Documentation/scheduler/sched-bwc.rst).
 *
 * @param quotaNs at least {@link #LEAST_NS}; more than the period allows several CPUs
 * @param periodNs from {@link #LEAST_NS} to {@link #LONGEST_PERIOD_NS}
 */
public record CpuMax(long quotaNs, long periodNs) {

  /** 1 ms, as in kernel/sched/core.c (min_cfs_quota_period). */
  public static final long LEAST_NS = 1_000_000;

  /** 1 s. */
  public static final long LONGEST_PERIOD_NS = 1_000_000_000;

  /** 100 ms. */
  public static final long DEFAULT_PERIOD_NS = 100_000_000;

  public CpuMax {
    if (quotaNs < LEAST_NS || periodNs < LEAST_NS || periodNs > LONGEST_PERIOD_NS) {
      throw new IllegalArgumentException(
          "quota of %d ns each %d ns; expected 1 ms or more, each 1 ms to 1 s"
              .formatted(quotaNs, periodNs));
    }
  }

  /** CPU time that the rate of the limit gives in {@code ns}, rounded down. */
  public long allowedNs(long ns) {
    long wholeCpus = quotaNs / periodNs;
    long restNs = quotaNs % periodNs;
    return ns * wholeCpus + ns / periodNs * restNs + ns % periodNs * restNs / periodNs;
  }
}
