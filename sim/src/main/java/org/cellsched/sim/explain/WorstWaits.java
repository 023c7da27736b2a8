package org.cellsched.sim.explain;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.kernel.TaskState;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/**
 * The longest wait of each tenant, and who had the CPUs meanwhile. A start costs O(1), but O(turns
 * during the wait) if it ends the longest one so far.
 */
public final class WorstWaits implements KernelObserver {

  /** About two megabytes: some seconds of a busy machine of 16 CPUs. */
  private static final int MOST_TURNS = 1 << 15;

  private final Tenants tenants;
  private final Ownership ownership;
  private final TurnLog log;
  private final ThrottledStretches throttled = new ThrottledStretches();
  private @Nullable Wait[] worstOfTenant = new @Nullable Wait[1];
  private long[] longestNs = new long[1];

  public WorstWaits(int cpuCount, Tenants tenants, Ownership ownership) {
    this.tenants = tenants;
    this.ownership = ownership;
    log = new TurnLog(cpuCount, MOST_TURNS);
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    int tenant = tenants.of(task);
    if (tenant >= longestNs.length || runsFromNs - task.waitingSinceNs() > longestNs[tenant]) {
      keep(nowNs, runsFromNs, task, cpu.id());
    }
    throttled.waitEnded(task);
    log.started(nowNs, runsFromNs, cpu, task, moved);
  }

  @Override
  public void throttled(long nowNs, Task task) {
    throttled.changed(nowNs, task);
  }

  @Override
  public void exited(long nowNs, Task task) {
    throttled.waitEnded(task);
  }

  @Override
  public void stateChanged(long nowNs, Cpu cpu) {
    log.stateChanged(nowNs, cpu);
  }

  @Override
  public void interrupted(long nowNs, Cpu cpu, long fromNs, long ns) {
    log.interrupted(nowNs, cpu, fromNs, ns);
  }

  /** The last look: some may still wait. */
  public void finish(long nowNs, List<Task> tasks) {
    for (Task task : tasks) {
      if (task.state() == TaskState.WAITING) {
        int tenant = tenants.of(task);
        if (tenant >= longestNs.length || nowNs - task.waitingSinceNs() > longestNs[tenant]) {
          keep(nowNs, nowNs, task, Task.NO_CPU);
        }
      }
    }
  }

  private void keep(long nowNs, long endNs, Task task, int cpu) {
    int tenant = tenants.of(task);
    if (tenant >= longestNs.length) {
      longestNs = Arrays.copyOf(longestNs, tenant + 1);
      worstOfTenant = Arrays.copyOf(worstOfTenant, tenant + 1);
    }
    long fromNs = task.waitingSinceNs();
    long knownFromNs = Math.max(fromNs, log.knownFromNs());
    CpuMask usable = ownership.usableBy(tenant, task.affinity());
    Tally tally = new Tally(tenants, tenant);
    boolean isThrottled = false;
    long sinceNs = knownFromNs;
    for (long changeNs : throttled.changesNs(task)) {
      long atNs = Math.max(changeNs, knownFromNs);
      tally.add(log, sinceNs, atNs, usable, isThrottled);
      isThrottled = !isThrottled;
      sinceNs = atNs;
    }
    tally.add(log, sinceNs, nowNs, usable, isThrottled);
    longestNs[tenant] = endNs - fromNs;
    worstOfTenant[tenant] =
        new Wait(
            task.name(),
            tenants.names().get(tenant),
            fromNs,
            endNs - fromNs,
            cpu != Task.NO_CPU,
            endNs - nowNs,
            cpu,
            usable.toString(),
            knownFromNs,
            tally.time());
  }

  /** The longest wait of each tenant that had one, in the tenants' order. */
  public List<Wait> worst() {
    return Arrays.stream(worstOfTenant)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }
}
