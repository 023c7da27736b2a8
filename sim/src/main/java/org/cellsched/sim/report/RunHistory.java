package org.cellsched.sim.report;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.trace.RunObserver;

/** Keeps a {@link TenantHistory} of each tenant. Memory is bounded by stretches times tenants. */
final class RunHistory implements RunObserver {

  /** As many stretches as a chart has room for, about. */
  private static final int STRETCHES = 300;

  private static final long SHORTEST_NS = 1_000;
  private static final long[] ROUND = {1, 2, 5};

  private final Tenants tenants;
  private final Ownership ownership;
  private final long widthNs;
  private final int count;
  private final List<TenantHistory> ofTenant = new ArrayList<>();

  RunHistory(long durationNs, Tenants tenants, Ownership ownership) {
    this.tenants = tenants;
    this.ownership = ownership;
    widthNs = roundWidthNs(durationNs);
    count = (int) ((durationNs + widthNs - 1) / widthNs);
  }

  /** 1, 2 or 5 times a power of ten, so that there are {@link #STRETCHES} at most. */
  static long roundWidthNs(long durationNs) {
    for (long unitNs = SHORTEST_NS; ; unitNs *= 10) {
      for (long round : ROUND) {
        if (round * unitNs * STRETCHES >= durationNs) {
          return round * unitNs;
        }
      }
    }
  }

  TenantHistory tenant(int tenant) {
    while (ofTenant.size() <= tenant) {
      ofTenant.add(new TenantHistory(widthNs, count));
    }
    return ofTenant.get(tenant);
  }

  long widthNs() {
    return widthNs;
  }

  /** How many stretches there are. */
  int count() {
    return count;
  }

  @Override
  public void planApplied(long nowNs, PublishedPlan plan) {
    ownershipChanged(nowNs);
  }

  void ownershipChanged(long nowNs) {
    for (int tenant = 0; tenant < tenants.count(); tenant++) {
      tenant(tenant).owns(nowNs, ownership.ownCpus(tenant).size());
    }
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    TenantHistory history = tenant(tenants.of(task));
    history.startsByDistance[moved.ordinal()]++;
    if (task.freshlyWoken()) {
      history.wakeup.record(nowNs, runsFromNs - task.wokeAtNs());
    }
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ranNs) {
    int user = tenants.of(task);
    tenant(user).cpuTime.add(nowNs - ranNs, nowNs, 1);
    if (!ownership.owns(user, cpu.id())) {
      tenant(user).borrowed.add(nowNs - ranNs, nowNs, 1);
      tenant(ownership.ownerOf(cpu.id())).lent.add(nowNs - ranNs, nowNs, 1);
    }
  }

  @Override
  public void completed(long nowNs, Task server, long arrivedNs, long serviceNs) {
    tenant(tenants.of(server)).served(new SlowRequest(server.name(), arrivedNs, nowNs, serviceNs));
  }

  @Override
  public void ends(long nowNs) {
    for (int tenant = 0; tenant < tenants.count(); tenant++) {
      if (!ownership.hasPlan()) {
        tenant(tenant).owns(0, ownership.ownCpus(tenant).size());
      }
      tenant(tenant).finish(nowNs);
    }
  }
}
