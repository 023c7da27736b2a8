package org.cellsched.sim.scheduler;

import java.util.Arrays;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.core.dispatch.IdleSearch;
import org.cellsched.host.control.DataPlane;
import org.cellsched.host.policy.DataPlaneConfig;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.Scheduler;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * The data plane of the cell scheduler: places each task at each wakeup by the plan in force. The
 * model of what {@code bpf/} does in the kernel, callback by callback.
 *
 * <p>Each callback is a list of decisions. They are made by {@link Placement} (where a waiting task
 * goes), {@link Dispatch} (what a CPU runs next) and {@link Replacement} (what a new plan moves),
 * and rest on {@link TaskBook} (tasks), {@link PlanTables} (the plan), {@link CellQueues} (queues
 * and their clocks) and {@link Lending}.
 */
public final class CellScheduler implements Scheduler, DataPlane {

  /** Weight of the newest run in the mean run length: 1/8. */
  private static final int MEAN_RUN_SHIFT = 3;

  private final DataPlaneConfig config;
  private Kfuncs kernel;
  private CellQueues queues;
  private Lending lending;

  /**
   * CPUs that found nothing to run, or are about to. A CPU joins before it looks for the last time,
   * and whoever queues a task looks here afterwards: either the CPU finds the task, or it is told.
   * The kernel's idle mask cannot do that: a CPU's bit there is set after its last look.
   */
  private CpuMarks searching;

  private TaskBook book;
  private Placement placement;
  private Dispatch dispatch;
  private Replacement replacement;

  /** All fields that depend on the machine are set in {@link #init}, before any other callback. */
  @SuppressWarnings("NullAway.Init")
  public CellScheduler(DataPlaneConfig config) {
    this.config = config;
  }

  /** A task that must leave its CPU must not go on there for want of another. */
  @Override
  public boolean enqueuesLast() {
    return true;
  }

  @Override
  public void init(Kfuncs kernel) {
    this.kernel = kernel;
    queues = new CellQueues(kernel, config);
    lending = new Lending(kernel.topology().cpuCount(), config.lenderProtectionNs());
    searching = new CpuMarks(kernel.topology().cpuCount());
    book = new TaskBook(kernel, queues, lending, config.sliceNs());
    placement = new Placement(config, kernel, book, queues, lending, searching);
    dispatch = new Dispatch(kernel, book, queues, lending, config.sliceNs());
    replacement = new Replacement(kernel, book, queues, placement);
  }

  // --- callbacks ---

  @Override
  public void initTask(Task task) {
    book.add(task);
  }

  @Override
  public void exitTask(Task task) {
    book.context(task).waitsSinceNs = -1;
    book.sleeps(book.context(task));
  }

  @Override
  public int selectCpu(Task task, int previousCpu) {
    PlanTables plan = book.plan();
    TaskContext context = book.refreshed(plan, task);
    int cpu = placement.insertOnIdleCpu(plan, task, context, previousCpu);
    if (cpu != IdleSearch.NONE) {
      return cpu;
    }
    long[] primary = plan.primary[context.cell];
    if (IdleSearch.contains(primary, previousCpu)) {
      return previousCpu;
    }
    int anyOfCell = IdleSearch.first(primary, task.affinityWords());
    return anyOfCell != IdleSearch.NONE ? anyOfCell : previousCpu;
  }

  @Override
  public void enqueue(Task task, boolean cpuSelected) {
    PlanTables plan = book.plan();
    TaskContext context = book.refreshed(plan, task);
    if (!cpuSelected
        && placement.insertOnIdleCpu(plan, task, context, task.cpu()) != IdleSearch.NONE) {
      return;
    }
    if (context.restricted) {
      placement.enqueueRestricted(plan, task, context);
    } else {
      placement.enqueueCellWide(plan, task, context);
    }
  }

  @Override
  public void dispatch(int cpu, @Nullable Task previous) {
    PlanTables plan = book.plan();
    if (previous != null) {
      book.account(plan, previous, book.context(previous));
    }
    Task stayer = previous != null && book.mayStay(plan, previous, cpu) ? previous : null;
    if (stayer != null) {
      // As if it had been put back in line: it competes by the clock it would be queued under.
      book.bind(book.context(stayer), book.homeQueue(plan, stayer, book.context(stayer), cpu));
    }
    int owner = plan.cellOfCpu[cpu];
    int cellQueue = queues.ofCell(owner, cpu);
    int cpuQueue = queues.ofCpu(cpu);
    if (dispatch.moveOverdue(cpuQueue, cpu)
        || dispatch.moveOverdue(cellQueue, cpu)
        || (queues.probesForeign(cpu) && dispatch.moveFromOtherLlcs(owner, cpu))) {
      return;
    }
    int best = dispatch.better(cpuQueue, cellQueue);
    int other = best == cpuQueue ? cellQueue : cpuQueue;
    if (stayer != null && book.context(stayer).cell == owner && !dispatch.isBefore(best, stayer)) {
      goOn(plan, stayer, cpu);
    } else if (!dispatch.moveNext(cpu, best, other)) {
      if (stayer == null) {
        // Whoever queues a task from now on tells this CPU; what was queued before is found below.
        searching.add(cpu);
      }
      if (!dispatch.moveForOwner(plan, owner, cpu, best, other)) {
        dispatchUnwanted(plan, cpu, stayer);
      }
    }
  }

  /** The owner has no use for the CPU: it is lent, or whoever may stay goes on, or a stranger. */
  private void dispatchUnwanted(PlanTables plan, int cpu, @Nullable Task stayer) {
    if (stayer == null) {
      if (!dispatch.moveFromBorrower(plan, cpu)) {
        dispatch.moveStranger(plan, cpu);
      }
    } else if (!dispatch.moveFromCellOf(plan, stayer, cpu)) {
      goOn(plan, stayer, cpu);
    }
  }

  /** A new slice and no callback: what {@link #running} notes of a task must be noted here. */
  private void goOn(PlanTables plan, Task stayer, int cpu) {
    kernel.setSlice(stayer, config.sliceNs());
    placement.cutSliceBesideWaiter(stayer, book.context(stayer), cpu);
    kernel.decided(Decision.KEPT, cpu, stayer);
    book.beginTurn(plan, book.context(stayer), cpu);
    if (config.reclaim() && !placement.reclaimForOwner(plan, cpu)) {
      placement.reclaimElsewhere(plan, cpu);
    }
  }

  @Override
  public void running(Task task) {
    PlanTables plan = book.plan();
    TaskContext context = book.refreshed(plan, task);
    context.accountedRanNs = task.ranNs();
    context.ranThisTurnNs = 0;
    searching.remove(task.cpu());
    book.endWait(context);
    book.beginTurn(plan, context, task.cpu());
    placement.cutSliceBesideWaiter(task, context, task.cpu());
    placement.giveWay(context, task.cpu());
    if (config.reclaim()) {
      placement.reclaimFor(plan, context, task.cpu());
    }
  }

  @Override
  public void tick(Task task) {
    book.account(book.plan(), task, book.context(task));
  }

  @Override
  public void stopping(Task task, boolean runnable) {
    TaskContext context = book.context(task);
    book.account(book.plan(), task, context);
    context.meanRunNs += context.ranThisTurnNs - context.meanRunNs >> MEAN_RUN_SHIFT;
    if (!runnable) {
      book.sleeps(context);
    }
    lending.returned(task.cpu());
  }

  @Override
  public void cgroupMoved(Task task) {
    TaskContext context = book.context(task);
    context.generation = TaskContext.STALE;
    replacement.reconsider(book.plan(), task);
  }

  @Override
  public void affinityChanged(Task task) {
    book.context(task).generation = TaskContext.STALE;
    replacement.reconsider(book.plan(), task);
  }

  @Override
  public void cpuReleased(int cpu) {
    kernel.reenqueueLocal(cpu);
    if (config.reclaim()) {
      placement.reclaimElsewhere(book.plan(), cpu);
    }
  }

  @Override
  public void timerExpired(int cpu) {
    placement.shieldEnded(cpu);
  }

  @Override
  public void cpuOffline(int cpu) {
    replacement.replaceQueued(book.plan(), queues.ofCpu(cpu), true);
  }

  @Override
  public void weightChanged(Task task) {
    book.weightChanged(task);
  }

  // --- the control plane's side ---

  @Override
  public void publish(PublishedPlan published) {
    PlanTables before = book.plan();
    PlanTables plan = new PlanTables(published, kernel.topology());
    book.putInForce(plan);
    // Whoever looked the plan before up may still queue a task by it: that must be found below.
    kernel.awaitCallbacks();
    for (int cell : before.cellsAndRetiring()) {
      for (int slot = 0; slot < queues.llcSlots(); slot++) {
        replacement.replaceQueued(plan, queues.ofCellSlot(cell, slot), false);
      }
    }
    for (int cpu = 0; cpu < before.cellOfCpu.length; cpu++) {
      replacement.replaceQueued(plan, queues.ofCpu(cpu), false);
    }
    // Only now: whoever looks at who waits, and for what, finds everybody where they belong.
    for (int cpu = 0; cpu < before.cellOfCpu.length; cpu++) {
      Task running = kernel.runningOn(cpu);
      if (plan.cellOfCpu[cpu] != before.cellOfCpu[cpu]) {
        // Idle or not: its new owner may have tasks waiting.
        placement.preempt(cpu, Decision.EVICTED);
      } else if (running != null) {
        replacement.reconsider(plan, running);
      } else {
        // It came online to the cell that counted as its owner before; tasks were moved to its
        // queue, or became strangers that may use it.
        kernel.kickIdle(cpu);
      }
    }
  }

  @Override
  public List<CellCounters> counters() {
    return Arrays.stream(book.plan().cellsAndRetiring())
        .mapToObj(cell -> book.accounts().of(cell))
        .toList();
  }

  @Override
  public boolean isDrained(CellId cell) {
    return !placement.hasQueued(cell.value());
  }
}
