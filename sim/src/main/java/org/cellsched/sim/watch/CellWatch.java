package org.cellsched.sim.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.CellStatus;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.kernel.TaskState;
import org.cellsched.sim.metrics.Latencies;
import org.cellsched.sim.metrics.RunMetrics;
import org.cellsched.sim.metrics.TenantFigures;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.trace.RunObserver;
import org.cellsched.sim.watch.WatchFrame.CpuUse;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what cells do, and lets somebody look now and then. An event costs O(1), a frame O(tasks
 * + CPUs + cells).
 */
public final class CellWatch implements RunObserver {

  /** All that there is to see, from when the machine is there. */
  private record Scene(Kernel kernel, Tenants tenants, Ownership ownership, RunMetrics metrics) {

    private CpuUse use(Cpu cpu) {
      Task task = cpu.current();
      if (task != null) {
        int tenant = tenants.of(task);
        return new CpuUse(CpuUse.State.RUNS, tenant, !ownership.owns(tenant, cpu.id()));
      }
      boolean taken = cpu.state() == Cpu.State.TAKEN || cpu.state() == Cpu.State.OFFLINE;
      return new CpuUse(taken ? CpuUse.State.TAKEN : CpuUse.State.IDLE, 0, false);
    }
  }

  /** A tenant's totals at the frame before. */
  private record Before(long cpuTimeNs, long capacityNs, long borrowedNs, long lentNs) {

    private static final Before NOTHING = new Before(0, 0, 0, 0);
  }

  private final LongUnaryOperator viewer;
  private long nextLookNs;
  private long lastFrameNs;
  private @Nullable Scene scene;
  private @Nullable CellController controller;
  private final List<Before> before = new ArrayList<>();
  private String issuedReason = "";
  private WatchFrame.@Nullable LastPlan lastPlan;

  /**
   * @param viewer called when simulated time has come to where it wanted to look, at 0 first;
   *     answers when it wants to look next. It may take a {@link #frame}.
   */
  public CellWatch(LongUnaryOperator viewer) {
    this.viewer = viewer;
  }

  /** Simulated time is this; events say so too. */
  public void reached(long nowNs) {
    if (nowNs >= nextLookNs) {
      nextLookNs = viewer.applyAsLong(nowNs);
    }
  }

  @Override
  public void begins(Kernel kernel, Tenants tenants, Ownership ownership) {
    RunMetrics metrics = new RunMetrics(tenants, ownership);
    // Of task groups, which metrics count too, there is but one.
    metrics.createGroup();
    scene = new Scene(kernel, tenants, ownership, metrics);
  }

  @Override
  public void controllerBegins(PolicyConfig policy, CellController controller) {
    this.controller = controller;
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    if (scene != null) {
      scene.metrics.assign(task, 0);
    }
  }

  @Override
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    for (ControllerEffect effect : effects) {
      if (effect instanceof ControllerEffect.ApplyPlan plan) {
        issuedReason = plan.reason();
      }
    }
  }

  @Override
  public void planApplied(long nowNs, PublishedPlan plan) {
    lastPlan = new WatchFrame.LastPlan(plan.generation(), nowNs, issuedReason);
    if (scene != null) {
      scene.metrics.ownershipChanged(nowNs);
    }
    reached(nowNs);
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    if (scene != null) {
      scene.metrics.started(nowNs, runsFromNs, cpu, task, moved);
    }
    reached(nowNs);
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ranNs) {
    if (scene != null) {
      scene.metrics.charged(nowNs, cpu, task, ranNs);
    }
    reached(nowNs);
  }

  /** The moment, and what happened since the frame before. */
  public WatchFrame frame(long nowNs) {
    Scene seen = scene;
    List<WatchFrame.Cell> cells = new ArrayList<>();
    if (seen != null) {
      seen.metrics.ownershipChanged(nowNs);
      int[] running = tasksByTenant(seen, TaskState.ON_CPU);
      int[] waiting = tasksByTenant(seen, TaskState.WAITING);
      SortedMap<String, Long> demand = demandMilliCpus();
      for (int tenant = 0; tenant < seen.tenants.count(); tenant++) {
        cells.add(cell(seen, tenant, nowNs, demand, running[tenant], waiting[tenant]));
      }
    }
    WatchFrame frame =
        new WatchFrame(
            nowNs,
            nowNs - lastFrameNs,
            seen != null && seen.ownership.hasPlan(),
            cells,
            seen == null ? List.of() : seen.kernel.cpus().stream().map(seen::use).toList(),
            lastPlan);
    lastFrameNs = nowNs;
    return frame;
  }

  private static int[] tasksByTenant(Scene seen, TaskState state) {
    int[] count = new int[seen.tenants.count()];
    for (Task task : seen.kernel.tasks()) {
      if (task.state() == state) {
        count[seen.tenants.of(task)]++;
      }
    }
    return count;
  }

  /** By name of the tenant. */
  private SortedMap<String, Long> demandMilliCpus() {
    SortedMap<String, Long> demand = new TreeMap<>();
    if (controller != null) {
      for (CellStatus cell : controller.cells()) {
        demand.put(
            cell.cgroup() == null ? Tenants.ROOT_NAME : cell.cgroup().name(),
            cell.demandMilliCpus());
      }
    }
    return demand;
  }

  private WatchFrame.Cell cell(
      Scene seen,
      int tenant,
      long nowNs,
      SortedMap<String, Long> demand,
      int running,
      int waiting) {
    String name = seen.tenants.names().get(tenant);
    TenantFigures figures = seen.metrics.tenant(tenant);
    Latencies wakeups = figures.tasks().wakeupLatency();
    while (before.size() <= tenant) {
      before.add(Before.NOTHING);
    }
    Before old = before.get(tenant);
    Before now =
        new Before(
            figures.tasks().cpuTimeNs(),
            figures.capacityNs(nowNs),
            figures.borrowedNs(),
            figures.lentNs());
    before.set(tenant, now);
    return new WatchFrame.Cell(
        name,
        seen.ownership.ownCpus(tenant).size(),
        now.cpuTimeNs - old.cpuTimeNs,
        now.capacityNs - old.capacityNs,
        now.borrowedNs - old.borrowedNs,
        now.lentNs - old.lentNs,
        demand.getOrDefault(name, 0L),
        running,
        waiting,
        wakeups.count(),
        wakeups.quantileNs(500),
        wakeups.quantileNs(990),
        wakeups.maxNs());
  }
}
