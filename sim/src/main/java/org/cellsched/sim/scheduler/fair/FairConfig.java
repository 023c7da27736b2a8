package org.cellsched.sim.scheduler.fair;

/**
 * The settings of the fair class.
 *
 * @param sliceNs how long an entity may run before others that are owed time get theirs (debugfs,
 *     sched/base_slice_ns)
 * @param bandwidthSliceNs how much of a cgroup's quota a CPU is handed at a time
 *     (kernel.sched_cfs_bandwidth_slice_us)
 * @param balanceNs for each CPU of a domain, the time between two looks for an imbalance in it; a
 *     busy CPU looks {@value #BUSY_FACTOR} times less often (debugfs, sched/domains)
 */
public record FairConfig(long sliceNs, long bandwidthSliceNs, long balanceNs) {

  /** 5 ms, as in kernel/sched/fair.c. */
  public static final long DEFAULT_BANDWIDTH_SLICE_NS = 5_000_000;

  /** 1 ms for each CPU, as in kernel/sched/topology.c (sd_init). */
  public static final long DEFAULT_BALANCE_NS = 1_000_000;

  static final int BUSY_FACTOR = 16;

  private static final long SLICE_OF_ONE_CPU_NS = 700_000;
  private static final int MOST_CPUS_THAT_COUNT = 8;

  /**
   * The kernel's slice for so many CPUs: 0.7 ms × (1 + log2 CPUs), 2.8 ms from 8 CPUs on
   * (kernel/sched/fair.c, get_update_sysctl_factor).
   */
  public static long defaultSliceNs(int cpuCount) {
    int counted = Math.min(cpuCount, MOST_CPUS_THAT_COUNT);
    return SLICE_OF_ONE_CPU_NS * (1 + 31 - Integer.numberOfLeadingZeros(counted));
  }
}
