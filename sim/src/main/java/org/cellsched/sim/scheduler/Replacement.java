package org.cellsched.sim.scheduler;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.core.dispatch.IdleSearch;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.QueueCursor;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.kernel.TaskState;

/** What waits or runs where a new plan, cgroup or affinity does not have it: moved, or kicked. */
final class Replacement {

  private final Kfuncs kernel;
  private final TaskBook book;
  private final CellQueues queues;
  private final Placement placement;

  Replacement(Kfuncs kernel, TaskBook book, CellQueues queues, Placement placement) {
    this.kernel = kernel;
    this.book = book;
    this.queues = queues;
    this.placement = placement;
  }

  /** Moves queued tasks that belong elsewhere by the plan in force; all of them if {@code all}. */
  void replaceQueued(PlanTables plan, int queue, boolean all) {
    List<Task> misplaced = new ArrayList<>();
    QueueCursor queued = kernel.queuedIn(queue);
    for (Task task : queued) {
      TaskContext context = book.refreshed(plan, task);
      if (all || belongsIn(plan, task, context) != queue) {
        misplaced.add(task);
      } else {
        book.waitsIn(queue, context);
      }
    }
    for (Task task : misplaced) {
      TaskContext context = book.context(task);
      int idle = placement.claimIdleCpu(plan, task, context, task.cpu());
      // A restricted task waits for one CPU: for the idle one, if its cell has that.
      boolean waitsThere =
          context.restricted && IdleSearch.contains(book.homeCpus(plan, task, context), idle);
      int target = waitsThere ? queues.ofCpu(idle) : belongsIn(plan, task, context);
      book.move(task, context, target);
      if (kernel.moveByVtime(queued, task, target, context.vtimeNs)) {
        book.waitsIn(target, context);
        kernel.decided(
            Decision.MOVED, queues.isCpuQueue(target) ? queues.cpuOf(target) : idle, task);
      }
      if (idle != IdleSearch.NONE) {
        kernel.kickIdle(idle);
      } else {
        placement.tellSearching(plan, task, context);
      }
    }
  }

  /** The queue a waiting task should be in; its own CPU's if that will do. */
  private int belongsIn(PlanTables plan, Task task, TaskContext context) {
    if (!context.restricted) {
      return queues.ofCell(context.cell, book.cpuOfCell(plan, context, task.cpu()));
    }
    long[] within = book.homeCpus(plan, task, context);
    boolean boundWell =
        queues.isCpuQueue(context.boundQueue)
            && IdleSearch.contains(within, queues.cpuOf(context.boundQueue))
            && task.mayRunOn(queues.cpuOf(context.boundQueue));
    return boundWell ? context.boundQueue : queues.ofCpu(placement.shortestCpuQueue(task, within));
  }

  /**
   * A running task's cell, affinity or plan changed: it may have to leave, or borrows from now on,
   * or no longer does.
   */
  void reconsider(PlanTables plan, Task task) {
    if (task.state() != TaskState.ON_CPU) {
      return;
    }
    int cpu = task.cpu();
    if (!book.mayStay(plan, task, cpu)) {
      placement.preempt(cpu, Decision.EVICTED);
      return;
    }
    book.markAsUsed(plan, book.context(task), cpu);
    placement.reclaimForOwner(plan, cpu);
  }
}
