package org.cellsched.sim.report;

import org.cellsched.core.cpu.CpuDistance;
import org.jspecify.annotations.Nullable;

/** What one tenant did and had, over the time of the run. */
final class TenantHistory {

  final TimeBins cpuTime;
  final TimeBins borrowed;
  final TimeBins lent;
  final TimeBins capacity;
  final Spread wakeup;
  final Spread request;
  final long[] startsByDistance = new long[CpuDistance.values().length];
  @Nullable SlowRequest slowest;
  private int ownCpus;
  private long ownedSinceNs;

  TenantHistory(long widthNs, int count) {
    cpuTime = new TimeBins(widthNs, count);
    borrowed = new TimeBins(widthNs, count);
    lent = new TimeBins(widthNs, count);
    capacity = new TimeBins(widthNs, count);
    wakeup = new Spread(widthNs, count);
    request = new Spread(widthNs, count);
  }

  /** It served a request, which is the slowest so far if none took longer. */
  void served(SlowRequest request) {
    this.request.record(request.doneNs(), request.tookNs());
    if (slowest == null || request.tookNs() > slowest.tookNs()) {
      slowest = request;
    }
  }

  /** From now on it owns so many CPUs. */
  void owns(long nowNs, int cpus) {
    capacity.add(ownedSinceNs, nowNs, ownCpus);
    ownedSinceNs = nowNs;
    ownCpus = cpus;
  }

  void finish(long nowNs) {
    owns(nowNs, ownCpus);
    wakeup.closeStretch();
    request.closeStretch();
  }
}
