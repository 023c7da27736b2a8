package org.cellsched.sim.explain;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.kernel.TaskState;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/**
 * The longest wait of each tenant, and who had the CPUs meanwhile. While waits grow each is the
 * longest so far, and soon no more; so what became of the CPUs' time is added up only when it is
 * about to be lost. An event costs O(1), and O(1) more for each tenant whose waits grow.
 */
public final class WorstWaits implements KernelObserver {

  /** About two megabytes: some seconds of a busy machine of 16 CPUs. */
  private static final int MOST_TURNS = 1 << 15;

  /** Adding up the turns of a wait is paid for by as many events since the last time. */
  private static final int CAPACITY = 2 * MOST_TURNS;

  private final Tenants tenants;
  private final Ownership ownership;
  private final TurnLog log;
  private final ThrottledStretches throttled = new ThrottledStretches();
  private @Nullable LongestWait[] longestOfTenant = new @Nullable LongestWait[1];
  private long[] longestNs = new long[1];

  public WorstWaits(int cpuCount, Tenants tenants, Ownership ownership) {
    this.tenants = tenants;
    this.ownership = ownership;
    log = new TurnLog(cpuCount, MOST_TURNS, CAPACITY);
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    keepIfLongest(nowNs, runsFromNs, task, cpu.id());
    throttled.waitEnded(task);
    makeRoom();
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
    makeRoom();
    log.stateChanged(nowNs, cpu);
  }

  @Override
  public void interrupted(long nowNs, Cpu cpu, long fromNs, long ns) {
    makeRoom();
    log.interrupted(nowNs, cpu, fromNs, ns);
  }

  /** A task is about to be another tenant's: what it ran so far was not. */
  public void tenantsChange() {
    settle();
  }

  /** The last look: some may still wait. */
  public void finish(long nowNs, List<Task> tasks) {
    for (Task task : tasks) {
      if (task.state() == TaskState.WAITING) {
        keepIfLongest(nowNs, nowNs, task, Task.NO_CPU);
      }
    }
    settle();
  }

  private void keepIfLongest(long nowNs, long endNs, Task task, int cpu) {
    int tenant = tenants.of(task);
    long waitedNs = endNs - task.waitingSinceNs();
    if (tenant >= longestNs.length) {
      longestNs = Arrays.copyOf(longestNs, tenant + 1);
      longestOfTenant = Arrays.copyOf(longestOfTenant, tenant + 1);
    } else if (waitedNs <= longestNs[tenant]) {
      return;
    }
    longestNs[tenant] = waitedNs;
    longestOfTenant[tenant] =
        new LongestWait(
            task,
            tenant,
            nowNs,
            endNs,
            cpu,
            Math.max(task.waitingSinceNs(), log.knownFromNs()),
            ownership.usableBy(tenant, task.affinity()),
            throttled.changesNs(task));
    log.keep();
  }

  private void makeRoom() {
    if (log.isFull()) {
      settle();
    }
  }

  private void settle() {
    for (LongestWait wait : longestOfTenant) {
      if (wait != null) {
        wait.settle(log, tenants);
      }
    }
    log.release();
  }

  /** The longest wait of each tenant that had one, in the tenants' order. */
  public List<Wait> worst() {
    return Arrays.stream(longestOfTenant)
        .filter(Objects::nonNull)
        .map(wait -> wait.told(tenants))
        .toList();
  }
}
