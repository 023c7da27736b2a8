package org.cellsched.sim.scheduler.fair;

import org.cellsched.sim.kernel.Cgroup;
import org.jspecify.annotations.Nullable;

/**
 * A cgroup as the fair class sees it (struct task_group): a queue on each CPU, and shares of which
 * each CPU has a part, by how much weight waits and runs there (kernel/sched/fair.c,
 * calc_group_shares).
 */
final class FairGroup {

  /** MIN_SHARES of kernel/sched/sched.h: nobody's share is rounded to nothing. */
  private static final long LEAST_SHARE = 2;

  /** So many bits leave room for a factor of as many as shares have. */
  private static final int LOAD_BITS = 35;

  private static final int DEFAULT_CPU_WEIGHT = Cgroup.DEFAULT_CPU_WEIGHT;

  final Cgroup cgroup;
  final @Nullable FairGroup parent;
  private final @Nullable EntityQueue[] queues;
  private final long sliceNs;
  private final long mostLagNs;

  /** What cpu.max allows; null for no limit. */
  @Nullable Bandwidth bandwidth;

  private long weight;

  FairGroup(Cgroup cgroup, @Nullable FairGroup parent, int cpuCount, long sliceNs, long mostLagNs) {
    this.cgroup = cgroup;
    this.parent = parent;
    this.sliceNs = sliceNs;
    this.mostLagNs = mostLagNs;
    queues = new @Nullable EntityQueue[cpuCount];
  }

  /** Its queue on a CPU, which is made when it is first asked for. */
  EntityQueue queue(int cpu) {
    EntityQueue queue = queues[cpu];
    if (queue == null) {
      queue = new EntityQueue(this, cpu, parent == null, sliceNs, mostLagNs);
      queues[cpu] = queue;
    }
    return queue;
  }

  /** The weight of what is in its queues on all CPUs changes. */
  void weigh(long by) {
    weight += by;
  }

  /** The part of its shares that a CPU has: what the group weighs as an entity there. */
  long shareOf(EntityQueue queue) {
    long shares =
        (cgroup.cpuWeight() * 1024L + DEFAULT_CPU_WEIGHT / 2)
            / DEFAULT_CPU_WEIGHT
            * (Entity.NICE_0_LOAD / 1024);
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(weight) - LOAD_BITS);
    long all = Math.max(1, weight >> shift);
    return Math.clamp(shares * (queue.weight() >> shift) / all, LEAST_SHARE, shares);
  }

  @Override
  public String toString() {
    return cgroup.toString();
  }
}
