package org.cellsched.sim.scheduler.fair;

import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.CpuMax;
import org.jspecify.annotations.Nullable;

/** A cgroup's lines, one for each CPU (struct task_group). */
final class GroupLines {

  /** Least weight of a group on a CPU, scaled: MIN_SHARES, which is 2 where nice 0 is 1024. */
  private static final long LEAST_WEIGHT = 200;

  final Cgroup cgroup;
  final @Nullable GroupLines parent;
  final FairLine[] onCpu;

  /** What cpu.max allows; null for no limit. */
  @Nullable Bandwidth bandwidth;

  private long weightSum;

  GroupLines(Cgroup cgroup, @Nullable GroupLines parent, int cpuCount, long sliceNs) {
    this.cgroup = cgroup;
    this.parent = parent;
    this.onCpu = new FairLine[cpuCount];
    for (int cpu = 0; cpu < cpuCount; cpu++) {
      onCpu[cpu] = new FairLine(this, cpu, sliceNs);
    }
  }

  void limit(@Nullable CpuMax cpuMax) {
    bandwidth = cpuMax == null ? null : new Bandwidth(cpuMax);
  }

  void addWeight(long by) {
    weightSum += by;
  }

  /**
   * calc_group_shares: the part of the cgroup's weight that one CPU's line has, by how much of its
   * tasks' weight is there.
   */
  long shareOf(FairLine line) {
    long all = Entity.WEIGHT_SCALE * cgroup.cpuWeight();
    long share = weightSum == 0 ? all : all * line.weightSum() / weightSum;
    return Math.clamp(share, LEAST_WEIGHT, all);
  }
}
