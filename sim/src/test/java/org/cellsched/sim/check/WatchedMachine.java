package org.cellsched.sim.check;

import java.util.EnumMap;
import java.util.List;
import java.util.function.ToLongFunction;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.sim.engine.EntityNumbers;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.CgroupTree;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.KernelConfig;
import org.cellsched.sim.kernel.KernelCosts;
import org.cellsched.sim.kernel.KernelEvents;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.Overlap;
import org.cellsched.sim.kernel.Programs;
import org.cellsched.sim.kernel.Scheduler;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/**
 * A machine with all checkers on and a scheduler that knows no cells: first come, first served,
 * each for 20 ms. Subclasses misbehave further. All tasks spin.
 */
class WatchedMachine implements Scheduler, Programs, KernelObserver {

  static final long MS = 1_000_000;
  static final int CPUS = 4;

  private static final int MOST_TASKS = 32;

  final EventQueue events;
  final Kernel kernel;
  final Cgroup web;
  final Cgroup system;
  final Violations violations = new Violations();
  final Tenants tenants;
  final Ownership ownership;
  final SafetyChecker safety;
  final WaitingChecker waiting;
  final LivenessChecker liveness;
  Kfuncs kfuncs;
  private final int clock;
  private int queue;

  WatchedMachine(Bounds bounds) {
    Topology topology = Topology.regular(1, 1, 1, CPUS, 1, SiblingNumbering.ADJACENT);
    EntityNumbers entities = new EntityNumbers();
    KernelEvents numbers = KernelEvents.reserve(entities, CPUS, MOST_TASKS);
    clock = entities.reserve(1);
    events = new EventQueue(entities.count());
    CgroupTree cgroups = new CgroupTree();
    Cgroup cellParent = cgroups.create(cgroups.root(), "workloads");
    web = cgroups.create(cellParent, "web");
    system = cgroups.create(cgroups.root(), "system");
    tenants = new Tenants(cellParent);
    ownership = new Ownership(topology, tenants);
    safety = new SafetyChecker(CPUS, tenants, ownership, violations, bounds);
    waiting = new WaitingChecker(CPUS, tenants, ownership, violations, bounds);
    liveness = new LivenessChecker(tenants, ownership, violations, bounds);
    KernelCosts costs = new KernelCosts(1_000, 1_000, 0, new EnumMap<>(CpuDistance.class));
    kernel =
        new Kernel(
            new KernelConfig(topology, 250, costs),
            cgroups,
            events,
            numbers,
            this,
            this,
            this,
            Overlap.NONE);
  }

  static Bounds bounds() {
    return new Bounds(null, 5 * MS, MS, null, 20 * MS, 4 * MS, null, false, false);
  }

  /** web owns CPUs 0-1 and may borrow {@code borrowable}; the root cell owns the others. */
  void applyPlan(CpuMask borrowable) {
    CellAllocation root = new CellAllocation(CellId.ROOT, CpuMask.of(2, 3), CpuMask.none());
    CellAllocation cell = new CellAllocation(new CellId(1), CpuMask.of(0, 1), borrowable);
    ownership.applied(
        new PublishedPlan(
            1,
            new CellPlan(List.of(root, cell), false),
            List.of(new CellAssignment(web.identity(), cell.id())),
            List.of()),
        events.nowNs());
    waiting.ownershipChanged(events.nowNs());
  }

  Task start(String name, Cgroup cgroup, @Nullable CpuMask affinity) {
    Task task = kernel.declare(name, cgroup, 0, affinity);
    kernel.start(task);
    return task;
  }

  void runUntil(long timeNs) {
    events.schedule(clock, timeNs);
    for (int event = events.pop(); event != clock; event = events.pop()) {
      kernel.handle(event);
    }
  }

  void sweep(long nowNs) {
    safety.sweep(nowNs);
    waiting.sweep(nowNs, kernel.cpus());
    liveness.sweep(nowNs, kernel.tasks());
  }

  void finish() {
    kernel.tickAll();
    safety.finish(events.nowNs(), kernel.tasks(), kernel.cpus());
  }

  List<Rule> broken() {
    return violations.kept().stream().map(Violation::rule).distinct().toList();
  }

  long count(ToLongFunction<Violations> counter) {
    return counter.applyAsLong(violations);
  }

  // --- scheduler ---

  @Override
  public boolean enqueuesLast() {
    return false;
  }

  @Override
  public void init(Kfuncs kernelCalls) {
    kfuncs = kernelCalls;
    queue = kernelCalls.createQueue();
  }

  @Override
  public void initTask(Task task) {}

  @Override
  public void exitTask(Task task) {}

  @Override
  public int selectCpu(Task task, int previousCpu) {
    return previousCpu;
  }

  @Override
  public void enqueue(Task task, boolean cpuSelected) {
    kfuncs.insert(task, queue, 20 * MS);
    for (int cpu = 0; cpu < CPUS; cpu++) {
      if (task.mayRunOn(cpu) && kfuncs.claimIdle(cpu)) {
        kfuncs.kickIdle(cpu);
        return;
      }
    }
  }

  @Override
  public void dispatch(int cpu, @Nullable Task previous) {
    kfuncs.moveToLocal(queue, cpu);
  }

  @Override
  public void running(Task task) {}

  @Override
  public void tick(Task task) {}

  @Override
  public void stopping(Task task, boolean runnable) {}

  @Override
  public void cgroupMoved(Task task) {}

  @Override
  public void weightChanged(Task task) {}

  @Override
  public void affinityChanged(Task task) {}

  @Override
  public void cpuReleased(int cpu) {}

  @Override
  public void cpuOffline(int cpu) {}

  // --- tasks ---

  @Override
  public void starting(Task task) {}

  @Override
  public void ended(Task task) {}

  @Override
  public Step next(Task task, long nowNs) {
    task.giveWork(Long.MAX_VALUE / 4);
    return Step.RUN;
  }

  @Override
  public long wakeAtNs(Task task) {
    return 0;
  }

  // --- what the checkers see ---

  @Override
  public void woke(long nowNs, Task task) {
    waiting.woke(nowNs, task);
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    safety.started(nowNs, runsFromNs, cpu, task, moved);
    waiting.started(nowNs, runsFromNs, cpu, task, moved);
    liveness.started(nowNs, runsFromNs, cpu, task, moved);
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ranNs) {
    safety.charged(nowNs, cpu, task, ranNs);
  }

  @Override
  public void sliceSet(long nowNs, Task task) {
    safety.sliceSet(nowNs, task);
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    safety.stopped(nowNs, cpu, task, runnable);
    waiting.stopped(nowNs, cpu, task, runnable);
    liveness.stopped(nowNs, cpu, task, runnable);
  }

  @Override
  public void exited(long nowNs, Task task) {
    waiting.exited(nowNs, task);
    liveness.exited(nowNs, task);
  }

  @Override
  public void throttled(long nowNs, Task task) {
    waiting.throttled(nowNs, task);
  }

  @Override
  public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
    waiting.decided(nowNs, decision, cpu, task);
  }

  @Override
  public void becameIdle(long nowNs, Cpu cpu) {
    waiting.becameIdle(nowNs, cpu);
  }

  @Override
  public void leftIdle(long nowNs, Cpu cpu) {
    waiting.leftIdle(nowNs, cpu);
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    tenants.classify(task);
    safety.reclassified(nowNs, task);
    waiting.reclassified(nowNs, task);
    liveness.reclassified(nowNs, task);
  }
}
