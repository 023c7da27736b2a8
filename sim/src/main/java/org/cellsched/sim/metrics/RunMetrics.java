package org.cellsched.sim.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.workload.RequestObserver;

/** Counts and measures by tenant and by task group while a run goes on. */
public final class RunMetrics implements KernelObserver, RequestObserver {

  private final Tenants tenants;
  private final Ownership ownership;
  private final List<TenantFigures> byTenant = new ArrayList<>();
  private final List<Figures> byGroup = new ArrayList<>();
  private int[] groupOfTask = new int[0];

  public RunMetrics(Tenants tenants, Ownership ownership) {
    this.tenants = tenants;
    this.ownership = ownership;
  }

  /** Makes a task group and answers its number. */
  public int createGroup() {
    byGroup.add(new Figures());
    return byGroup.size() - 1;
  }

  /** Says which group a task is in; before it starts. */
  public void assign(Task task, int group) {
    if (task.id() >= groupOfTask.length) {
      groupOfTask = Arrays.copyOf(groupOfTask, Math.max(task.id() + 1, groupOfTask.length * 2));
    }
    groupOfTask[task.id()] = group;
  }

  public TenantFigures tenant(int tenant) {
    while (byTenant.size() <= tenant) {
      byTenant.add(new TenantFigures());
    }
    return byTenant.get(tenant);
  }

  public Figures group(int group) {
    return byGroup.get(group);
  }

  /** The plan in force, or the set of CPUs online, changed. */
  public void ownershipChanged(long nowNs) {
    for (int tenant = 0; tenant < tenants.count(); tenant++) {
      tenant(tenant).owns(ownership.ownCpus(tenant).size(), nowNs);
    }
  }

  /** The controller saw this demand of a tenant. */
  public void demandSeen(int tenant, long milliCpus) {
    TenantFigures figures = tenant(tenant);
    figures.demandSumMilliCpus += milliCpus;
    figures.demandSamples++;
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    Figures ofTenant = tenant(tenants.of(task)).tasks;
    Figures ofGroup = byGroup.get(groupOfTask[task.id()]);
    ofTenant.started(moved);
    ofGroup.started(moved);
    if (task.freshlyWoken()) {
      long latencyNs = runsFromNs - task.wokeAtNs();
      ofTenant.wakeupLatency.record(latencyNs);
      ofGroup.wakeupLatency.record(latencyNs);
    }
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ranNs) {
    int user = tenants.of(task);
    TenantFigures figures = tenant(user);
    figures.tasks.cpuTimeNs += ranNs;
    byGroup.get(groupOfTask[task.id()]).cpuTimeNs += ranNs;
    if (!ownership.owns(user, cpu.id())) {
      figures.borrowedNs += ranNs;
      tenant(ownership.ownerOf(cpu.id())).lentNs += ranNs;
    }
  }

  @Override
  public void throttledFor(long nowNs, Task task, long ns) {
    tenant(tenants.of(task)).tasks.throttledNs += ns;
    byGroup.get(groupOfTask[task.id()]).throttledNs += ns;
  }

  @Override
  public void completed(long nowNs, Task server, long arrivedNs, long serviceNs) {
    long latencyNs = nowNs - arrivedNs;
    byGroup.get(groupOfTask[server.id()]).requestLatency.record(latencyNs);
    tenant(tenants.of(server)).tasks.requestLatency.record(latencyNs);
  }
}
