package org.cellsched.sim.scheduler;

import org.cellsched.core.dispatch.Decision;
import org.cellsched.core.dispatch.IdleSearch;
import org.cellsched.host.policy.DataPlaneConfig;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.Task;

/**
 * Where a task that wants a CPU goes: to an idle CPU, else to a queue; and how a waiting owner gets
 * a lent CPU back.
 */
final class Placement {

  private final DataPlaneConfig config;
  private final Kfuncs kernel;
  private final TaskBook book;
  private final CellQueues queues;
  private final Lending lending;
  private final CpuMarks searching;
  private final long[] nothingExcluded;

  Placement(
      DataPlaneConfig config,
      Kfuncs kernel,
      TaskBook book,
      CellQueues queues,
      Lending lending,
      CpuMarks searching) {
    this.config = config;
    this.kernel = kernel;
    this.book = book;
    this.queues = queues;
    this.lending = lending;
    this.searching = searching;
    nothingExcluded = new long[kernel.topology().cpuCount() + 63 >>> 6];
  }

  /**
   * Claims an idle CPU and inserts the task there directly; answers {@link IdleSearch#NONE} if
   * there is none. Who started there since the claim makes room for it: it can go elsewhere, a task
   * in a local queue cannot.
   */
  int insertOnIdleCpu(PlanTables plan, Task task, TaskContext context, int previousCpu) {
    int cpu = claimIdleCpu(plan, task, context, previousCpu);
    if (cpu != IdleSearch.NONE) {
      book.enter(task, context, book.homeQueue(plan, task, context, cpu));
      context.foundIdle = true;
      kernel.insertPreempting(task, cpu, config.sliceNs());
      kernel.decided(whyIdle(plan, context, cpu), cpu, task);
    }
    return cpu;
  }

  /** Claims an idle CPU: in the cell, else among those the task may borrow. */
  int claimIdleCpu(PlanTables plan, Task task, TaskContext context, int previousCpu) {
    int cpu = claimIdleIn(task, plan.primary[context.cell], nothingExcluded, previousCpu);
    if (cpu == IdleSearch.NONE && plan.borrowers.length > 0) {
      long[] shielded = lending.shielded(kernel.nowNs());
      cpu = claimIdleIn(task, plan.borrowable[context.cell], shielded, previousCpu);
    }
    if (cpu == IdleSearch.NONE && context.foreign) {
      cpu = claimIdleIn(task, task.affinityWords(), nothingExcluded, previousCpu);
    }
    return cpu;
  }

  private Decision whyIdle(PlanTables plan, TaskContext context, int cpu) {
    if (plan.cellOfCpu[cpu] == context.cell) {
      return Decision.IDLE_OWN;
    }
    return book.borrows(plan, context, cpu) ? Decision.IDLE_BORROWED : Decision.IDLE_ELSEWHERE;
  }

  /** Claims one of these; others may be quicker. */
  private int claimIdleIn(Task task, long[] allowed, long[] excluded, int previousCpu) {
    int cpu;
    do {
      cpu =
          IdleSearch.choose(
              task.affinityWords(),
              allowed,
              excluded,
              kernel.idleCores(),
              kernel.idleCpus(),
              previousCpu);
    } while (cpu != IdleSearch.NONE && !kernel.claimIdle(cpu));
    if (cpu != IdleSearch.NONE) {
      // Whoever claims it also wakes it.
      searching.remove(cpu);
    }
    return cpu;
  }

  /**
   * Has the CPUs look again that may take the task, which is in a queue now, and went through the
   * queues a moment ago: they found nothing, and the task did not find them idle.
   */
  void tellSearching(PlanTables plan, Task task, TaskContext context) {
    long[] affinity = task.affinityWords();
    long[] primary = context.foreign ? affinity : plan.primary[context.cell];
    long[] borrowable = plan.borrowable[context.cell];
    for (int word = 0; word < affinity.length; word++) {
      long may = affinity[word] & (primary[word] | borrowable[word]);
      for (long bits = may & searching.words()[word]; bits != 0; bits &= bits - 1) {
        int cpu = (word << 6) + Long.numberOfTrailingZeros(bits);
        boolean shielded = lending.shieldedUntilNs(cpu) > kernel.nowNs();
        if ((!shielded || IdleSearch.contains(primary, cpu)) && searching.remove(cpu)) {
          kernel.kickIdle(cpu);
        }
      }
    }
  }

  void enqueueCellWide(PlanTables plan, Task task, TaskContext context) {
    int queue = queues.ofCell(context.cell, book.cpuOfCell(plan, context, task.cpu()));
    book.enter(task, context, queue);
    kernel.insertByVtime(task, queue, config.sliceNs(), context.vtimeNs);
    kernel.decided(Decision.QUEUED_WITH_CELL, IdleSearch.NONE, task);
    tellSearching(plan, task, context);
    if (!IdleSearch.contains(plan.primary[context.cell], task.cpu())) {
      // Its own CPU, which is busy, would look within a slice: here another one has to.
      kernel.kickIdle(book.cpuOfCell(plan, context, task.cpu()));
    }
    if (config.reclaim()) {
      reclaimOne(plan, context.cell, task.affinityWords(), task.cpu());
    }
  }

  void enqueueRestricted(PlanTables plan, Task task, TaskContext context) {
    long[] within = book.homeCpus(plan, task, context);
    int lent = claimLent(within, task, context);
    int cpu = lent != IdleSearch.NONE ? lent : shortestCpuQueue(task, within);
    int queue = queues.ofCpu(cpu);
    book.enter(task, context, queue);
    kernel.insertByVtime(task, queue, config.sliceNs(), context.vtimeNs);
    book.waitsIn(queue, context);
    kernel.decided(Decision.QUEUED_FOR_CPU, cpu, task);
    tellSearching(plan, task, context);
    if (lent == IdleSearch.NONE) {
      // Who lent a CPU since the first look did not find this task in line yet.
      lent = claimLent(within, task, context);
    }
    if (lent != IdleSearch.NONE) {
      preempt(lent, Decision.RECLAIMED);
    } else {
      kernel.kickIdle(cpu);
      cutSliceFor(context, cpu);
    }
  }

  /** Claims a lent CPU of its cell for a restricted task; a stranger's cell has none for it. */
  private int claimLent(long[] within, Task task, TaskContext context) {
    return config.reclaim() && !context.foreign
        ? lending.claim(within, task.affinityWords(), task.cpu(), kernel.nowNs())
        : IdleSearch.NONE;
  }

  /** The task's own CPU if nobody waits there, else the one with the fewest waiting. */
  int shortestCpuQueue(Task task, long[] within) {
    int best = IdleSearch.NONE;
    int fewest = Integer.MAX_VALUE;
    int own = task.cpu();
    if (task.mayRunOn(own) && IdleSearch.contains(within, own)) {
      best = own;
      fewest = kernel.queued(queues.ofCpu(own));
    }
    long[] affinity = task.affinityWords();
    for (int word = 0; fewest > 0 && word < affinity.length; word++) {
      for (long bits = affinity[word] & within[word]; bits != 0; bits &= bits - 1) {
        int cpu = (word << 6) + Long.numberOfTrailingZeros(bits);
        int queued = kernel.queued(queues.ofCpu(cpu));
        if (queued < fewest) {
          best = cpu;
          fewest = queued;
        }
      }
    }
    return best;
  }

  /** Takes a lent CPU of the cell back that the affinity has; answers whether there was one. */
  private boolean reclaimOne(PlanTables plan, int cell, long[] affinity, int previous) {
    int cpu = lending.claim(plan.primary[cell], affinity, previous, kernel.nowNs());
    if (cpu == IdleSearch.NONE) {
      return false;
    }
    preempt(cpu, Decision.RECLAIMED);
    return true;
  }

  /** What runs on the CPU has to go. */
  void preempt(int cpu, Decision why) {
    kernel.kickPreempt(cpu);
    kernel.decided(why, cpu, kernel.runningOn(cpu));
    long shieldEndNs = lending.shieldedUntilNs(cpu);
    if (shieldEndNs > kernel.nowNs()) {
      // Nobody else would tell a CPU that went idle under its shield that it may be lent again.
      kernel.startTimer(cpu, shieldEndNs);
    }
  }

  /** The CPU's shield ended: if it is idle, whoever waits and may borrow it gets it. */
  void shieldEnded(int cpu) {
    if (IdleSearch.contains(kernel.idleCpus(), cpu)) {
      kernel.kickIdle(cpu);
    }
  }

  /**
   * A CPU that was claimed for a task, and looks around before that is there, counts as idle again
   * and may be claimed once more. Who starts leaves it to who would wait behind it for a slice, and
   * finds another idle CPU, or a line that others look into.
   */
  void giveWay(TaskContext started, int cpu) {
    if (started.foundIdle && kernel.queuedOn(cpu) > 0) {
      preempt(cpu, Decision.GAVE_WAY);
    }
    started.foundIdle = false;
  }

  /** Sees to a claim of the owner's that this start leaves unmet. */
  void reclaimFor(PlanTables plan, TaskContext started, int cpu) {
    // Be it one of its own cell that goes first: who waits for this CPU may be none that can go
    // anywhere.
    boolean waits = queues.isCpuQueue(started.boundQueue) || queues.waiting().contains(cpu);
    if (!reclaimForOwner(plan, cpu) && waits) {
      reclaimElsewhere(plan, cpu);
    }
  }

  /**
   * Called once the CPU counts as lent: an owner's task that woke before that, when this CPU was
   * claimed or was used by another of its owner's, found it neither idle nor lent. Answers whether
   * there was one.
   */
  boolean reclaimForOwner(PlanTables plan, int cpu) {
    if (!config.reclaim() || !lending.isLent(cpu) || !ownerWaits(plan, cpu)) {
      return false;
    }
    lending.takeBack(cpu, kernel.nowNs());
    preempt(cpu, Decision.RECLAIMED);
    return true;
  }

  /**
   * The CPU may have been taken back for a task of its owner, and another one has it now: who waits
   * still may need another lent one.
   */
  void reclaimElsewhere(PlanTables plan, int cpu) {
    int owner = plan.cellOfCpu[cpu];
    long[] primary = plan.primary[owner];
    if (!lending.isAnyLent(primary)) {
      return;
    }
    if (hasQueued(owner)) {
      reclaimOne(plan, owner, primary, IdleSearch.NONE);
      return;
    }
    long[] waiting = queues.waiting().words();
    for (int word = 0; word < primary.length; word++) {
      for (long bits = primary[word] & waiting[word]; bits != 0; bits &= bits - 1) {
        int line = queues.ofCpu((word << 6) + Long.numberOfTrailingZeros(bits));
        if (reclaimForOneIn(plan, owner, line)) {
          return;
        }
      }
    }
  }

  private boolean reclaimForOneIn(PlanTables plan, int owner, int line) {
    for (Task waiter : kernel.queuedIn(line)) {
      if (book.context(waiter).cell == owner
          && reclaimOne(plan, owner, waiter.affinityWords(), waiter.cpu())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a task of the CPU's owner, or one that waits for this CPU alone, could run here. */
  boolean ownerWaits(PlanTables plan, int cpu) {
    int owner = plan.cellOfCpu[cpu];
    return kernel.queued(queues.ofCpu(cpu)) > 0
        || waitsWithCell(owner, cpu)
        || waitsForAnotherCpu(plan, owner, cpu);
  }

  private boolean waitsWithCell(int cell, int cpu) {
    for (int slot = 0; slot < queues.llcSlots(); slot++) {
      Task head = kernel.peek(queues.ofCellSlot(cell, slot));
      if (head != null && head.mayRunOn(cpu)) {
        return true;
      }
    }
    return false;
  }

  /** A restricted task in the line of another CPU of its cell would be fetched by this one. */
  private boolean waitsForAnotherCpu(PlanTables plan, int cell, int cpu) {
    long[] primary = plan.primary[cell];
    long[] waiting = queues.waiting().words();
    for (int word = 0; word < primary.length; word++) {
      for (long bits = primary[word] & waiting[word]; bits != 0; bits &= bits - 1) {
        int queue = queues.ofCpu((word << 6) + Long.numberOfTrailingZeros(bits));
        for (Task task : kernel.queuedIn(queue)) {
          if (task.mayRunOn(cpu) && book.context(task).cell == cell) {
            return true;
          }
        }
      }
    }
    return false;
  }

  boolean hasQueued(int cell) {
    for (int slot = 0; slot < queues.llcSlots(); slot++) {
      if (kernel.queued(queues.ofCellSlot(cell, slot)) > 0) {
        return true;
      }
    }
    return false;
  }

  /** A waiter bound to one CPU must not sit behind a whole slice. */
  private void cutSliceFor(TaskContext waiter, int cpu) {
    Task running = kernel.runningOn(cpu);
    if (running != null && kernel.cutSlice(running, cutNs(waiter))) {
      kernel.decided(Decision.SLICE_CUT, cpu, running);
    }
  }

  private long cutNs(TaskContext waiter) {
    return config.sliceCut().leftNs(waiter.meanRunNs);
  }

  /**
   * Who goes first, or goes on, on a CPU gets a short slice if somebody waits who is bound to it.
   */
  void cutSliceBesideWaiter(Task runs, TaskContext context, int cpu) {
    int cpuQueue = queues.ofCpu(cpu);
    Task waiter = context.boundQueue == cpuQueue ? null : kernel.peek(cpuQueue);
    if (waiter != null) {
      kernel.cutSlice(runs, cutNs(book.context(waiter)));
    }
  }
}
