package org.cellsched.sim.check;

import java.util.Arrays;
import java.util.List;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/**
 * Safety: who ran where. Keeps its own account of which task is on which CPU.
 *
 * <p>Each event is O(1); {@link #sweep} and {@link #finish} look at every CPU and task.
 */
public final class SafetyChecker implements KernelObserver {

  private static final long NEVER = Long.MIN_VALUE / 2;

  private final Tenants tenants;
  private final Ownership ownership;
  private final Violations violations;
  private final Bounds bounds;
  private final @Nullable Task[] onCpu;

  /** By task: when its affinity or cgroup changed last, and the CPU it is on. */
  private long[] reclassifiedNs = new long[0];

  private int[] cpuOfTask = new int[0];

  /** By task: what is left of its slice by what it ran. */
  private long[] sliceNs = new long[0];

  /** By CPU: when the task there started. */
  private final long[] startedNs;

  private long chargedNs;
  private long lastNs;

  public SafetyChecker(
      int cpuCount, Tenants tenants, Ownership ownership, Violations violations, Bounds bounds) {
    this.tenants = tenants;
    this.ownership = ownership;
    this.violations = violations;
    this.bounds = bounds;
    this.onCpu = new @Nullable Task[cpuCount];
    this.startedNs = new long[cpuCount];
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    requireLater(nowNs);
    Task there = onCpu[cpu.id()];
    if (there != null) {
      violations.add(
          Rule.ONE_TASK_PER_CPU, nowNs, task + " started on " + cpu + " beside " + there);
    }
    onCpu[cpu.id()] = task;
    startedNs[cpu.id()] = nowNs;
    int other = cpuOfTask[task.id()];
    if (other != Task.NO_CPU) {
      violations.add(
          Rule.ONE_TASK_PER_CPU, nowNs, task + " started on " + cpu + " and is on CPU " + other);
    }
    cpuOfTask[task.id()] = cpu.id();
    if (!task.mayRunOn(cpu.id())) {
      violations.add(
          Rule.AFFINITY, nowNs, task + " started on " + cpu + ", outside " + task.affinity());
    }
    requireRightTo(nowNs, cpu.id(), task, "started on");
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    requireLater(nowNs);
    if (onCpu[cpu.id()] != task) {
      violations.add(Rule.ONE_TASK_PER_CPU, nowNs, task + " left " + cpu + " where it was not");
    }
    onCpu[cpu.id()] = null;
    cpuOfTask[task.id()] = Task.NO_CPU;
    requireRightTo(nowNs, cpu.id(), task, "left");
    if (task.sliceNs() != sliceNs[task.id()]) {
      violations.add(
          Rule.SLICE,
          nowNs,
          "%s left %s with %s of its slice left; it should be %s"
              .formatted(
                  task, cpu, Amounts.seconds(task.sliceNs()), Amounts.seconds(sliceNs[task.id()])));
    }
  }

  @Override
  public void sliceSet(long nowNs, Task task) {
    sliceNs[task.id()] = task.sliceNs();
  }

  private void requireLater(long nowNs) {
    if (nowNs < lastNs) {
      violations.add(
          Rule.TIME_ORDER,
          nowNs,
          "after %s came %s".formatted(Amounts.seconds(lastNs), Amounts.seconds(nowNs)));
    }
    lastNs = nowNs;
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ranNs) {
    chargedNs += ranNs;
    sliceNs[task.id()] = Math.max(0, sliceNs[task.id()] - ranNs);
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    if (task.id() >= reclassifiedNs.length) {
      int old = reclassifiedNs.length;
      reclassifiedNs = Arrays.copyOf(reclassifiedNs, Math.max(task.id() + 1, old * 2));
      Arrays.fill(reclassifiedNs, old, reclassifiedNs.length, NEVER);
      cpuOfTask = Arrays.copyOf(cpuOfTask, reclassifiedNs.length);
      Arrays.fill(cpuOfTask, old, cpuOfTask.length, Task.NO_CPU);
      sliceNs = Arrays.copyOf(sliceNs, reclassifiedNs.length);
    }
    reclassifiedNs[task.id()] = nowNs;
  }

  /** Looks at every CPU: who stays where it must not makes no event of its own. */
  public void sweep(long nowNs) {
    for (int cpu = 0; cpu < onCpu.length; cpu++) {
      Task task = onCpu[cpu];
      if (task != null) {
        requireRightTo(nowNs, cpu, task, "stays on");
      }
    }
  }

  /** At the end, all charged up to now: every nanosecond of every CPU is accounted for once. */
  public void finish(long nowNs, List<Task> tasks, List<Cpu> cpus) {
    sweep(nowNs);
    long ranByCpu = 0;
    for (Cpu cpu : cpus) {
      ranByCpu += cpu.ranNs();
      long busyNs = cpu.timeInNs(Cpu.State.BUSY, nowNs);
      long restNs = cpu.interruptedNs(nowNs);
      for (Cpu.State state : Cpu.State.values()) {
        restNs += state == Cpu.State.BUSY ? 0 : cpu.timeInNs(state, nowNs);
      }
      if (busyNs + restNs != nowNs || busyNs != cpu.ranNs() + cpu.switchingNs(nowNs)) {
        violations.add(
            Rule.CPU_TIME,
            nowNs,
            "%s: busy %s and otherwise %s of %s; ran %s, switched %s"
                .formatted(
                    cpu,
                    Amounts.seconds(busyNs),
                    Amounts.seconds(restNs),
                    Amounts.seconds(nowNs),
                    Amounts.seconds(cpu.ranNs()),
                    Amounts.seconds(cpu.switchingNs(nowNs))));
      }
    }
    long ranByTask = tasks.stream().mapToLong(Task::ranNs).sum();
    if (ranByCpu != ranByTask || chargedNs != ranByTask) {
      violations.add(
          Rule.CPU_TIME,
          nowNs,
          "CPUs ran %s, tasks %s, charged %s"
              .formatted(
                  Amounts.seconds(ranByCpu),
                  Amounts.seconds(ranByTask),
                  Amounts.seconds(chargedNs)));
    }
  }

  private void requireRightTo(long nowNs, int cpu, Task task, String does) {
    if (!hasRightTo(nowNs, cpu, task)) {
      violations.add(Rule.CELL, nowNs, "%s %s CPU %d, %s".formatted(task, does, cpu, rights(task)));
    }
  }

  /**
   * In its cell, borrowing, excluded from its whole cell, or shortly after a change. A cgroup that
   * the plan does not know is in the root cell, though its name may be that of one that was.
   */
  private boolean hasRightTo(long nowNs, int cpu, Task task) {
    int tenant = tenants.of(task);
    return hasRightTo(nowNs, cpu, task, tenant)
        || (tenant != Tenants.ROOT
            && !ownership.isAssigned(task)
            && hasRightTo(nowNs, cpu, task, Tenants.ROOT));
  }

  private boolean hasRightTo(long nowNs, int cpu, Task task, int tenant) {
    if (ownership.owns(tenant, cpu)) {
      return true;
    }
    long changedNs = Math.max(ownership.appliedNs(), reclassifiedNs[task.id()]);
    return ownership.borrowableOf(tenant).contains(cpu)
        || nowNs - changedNs <= bounds.handOverNs() + turnNs(cpu, changedNs)
        || !task.affinity().intersects(ownership.primaryOf(tenant));
  }

  /** One that was about to start there may have its turn, nothing more. */
  private long turnNs(int cpu, long changedNs) {
    boolean began =
        startedNs[cpu] >= changedNs && startedNs[cpu] - changedNs <= bounds.handOverNs();
    return began ? bounds.sliceNs() + bounds.tickNs() : 0;
  }

  private String rights(Task task) {
    int tenant = tenants.of(task);
    return "cell %s of %s owns %s, may borrow %s"
        .formatted(
            ownership.cellOf(tenant),
            tenants.names().get(tenant),
            ownership.primaryOf(tenant),
            ownership.borrowableOf(tenant));
  }
}
