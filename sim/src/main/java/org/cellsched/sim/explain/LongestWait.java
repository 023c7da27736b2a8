package org.cellsched.sim.explain;

import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/** The longest wait of a tenant so far: what of it must be known at its end, and is not later. */
final class LongestWait {

  private final String task;
  private final int tenant;
  private final long fromNs;
  private final long seenNs;
  private final long endNs;
  private final int cpu;
  private final long knownFromNs;
  private final CpuMask usable;
  private final List<Long> throttledChangesNs;
  private @Nullable CpuTime cpuTime;

  /**
   * @param seenNs now
   * @param endNs when the task runs, or now if it does not
   * @param knownFromNs from when on turns are known
   * @param usable the CPUs that it could have used
   * @param throttledChangesNs when it was throttled, and no longer, in turns
   */
  LongestWait(
      Task task,
      int tenant,
      long seenNs,
      long endNs,
      int cpu,
      long knownFromNs,
      CpuMask usable,
      List<Long> throttledChangesNs) {
    this.task = task.name();
    this.tenant = tenant;
    this.fromNs = task.waitingSinceNs();
    this.seenNs = seenNs;
    this.endNs = endNs;
    this.cpu = cpu;
    this.knownFromNs = knownFromNs;
    this.usable = usable;
    this.throttledChangesNs = throttledChangesNs;
  }

  /** Adds up who had the CPUs, unless that was done. O(turns since the wait began). */
  void settle(TurnLog log, Tenants tenants) {
    if (cpuTime != null) {
      return;
    }
    CpuTimeTally tally = new CpuTimeTally(tenants, tenant);
    boolean isThrottled = false;
    long sinceNs = knownFromNs;
    for (long changeNs : throttledChangesNs) {
      long atNs = Math.max(changeNs, knownFromNs);
      tally.add(log, sinceNs, atNs, usable, isThrottled);
      isThrottled = !isThrottled;
      sinceNs = atNs;
    }
    tally.add(log, sinceNs, seenNs, usable, isThrottled);
    cpuTime = tally.time();
  }

  /** For the result; it must be settled. */
  Wait told(Tenants tenants) {
    if (cpuTime == null) {
      throw new IllegalStateException("not settled");
    }
    return new Wait(
        task,
        tenants.names().get(tenant),
        fromNs,
        endNs - fromNs,
        cpu != Task.NO_CPU,
        endNs - seenNs,
        cpu,
        usable.toString(),
        knownFromNs,
        cpuTime);
  }
}
