package org.cellsched.sim.scheduler;

import org.cellsched.core.cell.CellId;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.core.dispatch.IdleSearch;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.QueueCursor;
import org.cellsched.sim.kernel.Task;

/** What a CPU that wants work gets next: from which queue, in which order. */
final class Dispatch {

  private final Kfuncs kernel;
  private final TaskBook book;
  private final CellQueues queues;
  private final Lending lending;
  private final long sliceNs;

  /** By CPU: which borrower's queue an idle CPU looks at first, so that none is always last. */
  private final int[] nextBorrower;

  Dispatch(Kfuncs kernel, TaskBook book, CellQueues queues, Lending lending, long sliceNs) {
    this.kernel = kernel;
    this.book = book;
    this.queues = queues;
    this.lending = lending;
    this.sliceNs = sliceNs;
    nextBorrower = new int[kernel.topology().cpuCount()];
  }

  /**
   * Moves a task that has waited too long for the kernel's watchdog; answers whether there was one.
   * Every so often the queue is looked through, and again as long as there are more of them.
   */
  boolean moveOverdue(int queue, int cpu) {
    long nowNs = kernel.nowNs();
    if (!queues.isLookDue(queue, nowNs)) {
      return false;
    }
    QueueCursor queued = kernel.queuedIn(queue);
    for (Task task : queued) {
      if (queues.isOverdue(nowNs - task.waitingSinceNs())
          && task.mayRunOn(cpu)
          && kernel.moveToLocal(queued, task, cpu, sliceNs)) {
        book.forgive(book.context(task));
        kernel.decided(Decision.OVERDUE, cpu, task);
        return true;
      }
    }
    queues.looked(queue, nowNs);
    return false;
  }

  /** Which of two queues goes first: by the lag of its head; the first one on a tie. */
  int better(int first, int second) {
    Task firstHead = kernel.peek(first);
    Task secondHead = kernel.peek(second);
    if (firstHead == null || secondHead == null) {
      return firstHead != null ? first : second;
    }
    return book.lagNs(book.context(firstHead)) <= book.lagNs(book.context(secondHead))
        ? first
        : second;
  }

  /** Whether the head of {@code queue} goes before a task that could go on; the head on a tie. */
  boolean isBefore(int queue, Task previous) {
    Task head = kernel.peek(queue);
    return head != null && book.lagNs(book.context(head)) <= book.lagNs(book.context(previous));
  }

  /** Moves from the CPU's own line or its cell's queue; answers whether there was something. */
  boolean moveNext(int cpu, int first, int second) {
    return move(first, cpu, Decision.NEXT_IN_LINE) || move(second, cpu, Decision.NEXT_IN_LINE);
  }

  /** Moves what the owner of the CPU has waiting; answers whether there was something. */
  boolean moveForOwner(PlanTables plan, int owner, int cpu, int first, int second) {
    return moveNext(cpu, first, second)
        || moveFromOtherLlcs(owner, cpu)
        || moveFromCpusOf(plan, owner, cpu, Decision.FROM_OTHER_CPU)
        || (owner == CellId.ROOT.value() && moveFromRetiring(plan, cpu));
  }

  /** Moves from the cell's queues of other LLCs, where there are several. */
  boolean moveFromOtherLlcs(int cell, int cpu) {
    return queues.llcSlots() > 1 && moveFromCell(cell, cpu, Decision.FROM_OTHER_LLC);
  }

  /**
   * A restricted task was bound to one of the CPUs it may use; another one that has nothing to do
   * takes it from there.
   */
  private boolean moveFromCpusOf(PlanTables plan, int cell, int cpu, Decision why) {
    long[] primary = plan.primary[cell];
    long[] waiting = queues.waiting().words();
    for (int word = 0; word < primary.length; word++) {
      for (long bits = primary[word] & waiting[word]; bits != 0; bits &= bits - 1) {
        int other = (word << 6) + Long.numberOfTrailingZeros(bits);
        if (other != cpu && move(queues.ofCpu(other), cpu, why)) {
          return true;
        }
        forgetIfEmpty(other);
      }
    }
    return false;
  }

  /** Nobody looks into the line again until somebody joins it, be it while we look. */
  private void forgetIfEmpty(int cpu) {
    if (kernel.queued(queues.ofCpu(cpu)) == 0) {
      queues.waiting().remove(cpu);
      if (kernel.queued(queues.ofCpu(cpu)) > 0) {
        queues.waiting().add(cpu);
      }
    }
  }

  /** The root cell's CPUs drain the queues of cells that are gone. */
  private boolean moveFromRetiring(PlanTables plan, int cpu) {
    for (int cell : plan.retiring) {
      if (moveFromCell(cell, cpu, Decision.FROM_RETIRING_CELL)) {
        return true;
      }
    }
    return false;
  }

  /** A CPU that would go idle is lent to a cell with tasks waiting, each in turn. */
  boolean moveFromBorrower(PlanTables plan, int cpu) {
    int count = plan.borrowers.length;
    if (count == 0 || IdleSearch.contains(lending.shielded(kernel.nowNs()), cpu)) {
      return false;
    }
    for (int step = 0; step < count; step++) {
      int index = (nextBorrower[cpu] + step) % count;
      int cell = plan.borrowers[index];
      if (IdleSearch.contains(plan.borrowable[cell], cpu)
          && (moveFromCell(cell, cpu, Decision.LENT)
              || moveFromCpusOf(plan, cell, cpu, Decision.LENT))) {
        nextBorrower[cpu] = (index + 1) % count;
        return true;
      }
    }
    return false;
  }

  /**
   * Strangers wait in the line of one CPU and belong to no cell that would look for them: a CPU
   * that would go idle takes one that may use it.
   */
  boolean moveStranger(PlanTables plan, int cpu) {
    long[] strangers = queues.strangers().words();
    for (int word = 0; word < strangers.length; word++) {
      for (long bits = strangers[word]; bits != 0; bits &= bits - 1) {
        if (takeStranger(plan, (word << 6) + Long.numberOfTrailingZeros(bits), cpu)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean takeStranger(PlanTables plan, int from, int cpu) {
    QueueCursor queued = kernel.queuedIn(queues.ofCpu(from));
    boolean any = false;
    for (Task task : queued) {
      boolean stranger = book.refreshed(plan, task).foreign;
      if (stranger && task.mayRunOn(cpu) && kernel.moveToLocal(queued, task, cpu, sliceNs)) {
        kernel.decided(Decision.FROM_OTHER_CPU, cpu, task);
        return true;
      }
      any |= stranger;
    }
    if (!any) {
      queues.strangers().remove(from);
    }
    return false;
  }

  /** A lent CPU's next turn belongs to whichever task of the borrowing cell is behind most. */
  boolean moveFromCellOf(PlanTables plan, Task borrower, int cpu) {
    TaskContext context = book.context(borrower);
    int queue = queues.ofCell(context.cell, book.cpuOfCell(plan, context, cpu));
    return IdleSearch.contains(plan.borrowable[context.cell], cpu)
        && isBefore(queue, borrower)
        && move(queue, cpu, Decision.LENT_ON);
  }

  private boolean moveFromCell(int cell, int cpu, Decision why) {
    for (int slot = 0; slot < queues.llcSlots(); slot++) {
      if (move(queues.ofCellSlot(cell, slot), cpu, why)) {
        return true;
      }
    }
    return false;
  }

  private boolean move(int queue, int cpu, Decision why) {
    boolean moved = kernel.moveToLocal(queue, cpu);
    if (moved) {
      kernel.decided(why, cpu, null);
    }
    return moved;
  }
}
