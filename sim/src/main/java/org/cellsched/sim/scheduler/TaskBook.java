package org.cellsched.sim.scheduler;

import java.util.Arrays;
import org.cellsched.core.dispatch.IdleSearch;
import org.cellsched.core.dispatch.Vtime;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.Task;

/**
 * What the cell scheduler knows of each task, by the plan in force: its cell, whether it is
 * restricted, its weight and virtual time, and whose time it uses.
 */
final class TaskBook {

  private final Kfuncs kernel;
  private final CellQueues queues;
  private final Lending lending;
  private final long sliceNs;
  private final Accounts accounts = new Accounts();
  private TaskContext[] contexts = new TaskContext[0];

  /** The plan in force. Each callback looks it up once and goes by that one to its end. */
  private PlanTables plan;

  TaskBook(Kfuncs kernel, CellQueues queues, Lending lending, long sliceNs) {
    this.kernel = kernel;
    this.queues = queues;
    this.lending = lending;
    this.sliceNs = sliceNs;
    plan = PlanTables.rootOwnsAll(kernel.topology());
  }

  Accounts accounts() {
    return accounts;
  }

  PlanTables plan() {
    return plan;
  }

  void putInForce(PlanTables next) {
    plan = next;
  }

  /** Makes room for a task that starts. */
  void add(Task task) {
    if (task.id() >= contexts.length) {
      int known = contexts.length;
      contexts = Arrays.copyOf(contexts, Math.max(task.id() + 1, known * 2));
      Arrays.setAll(contexts, id -> id < known ? contexts[id] : new TaskContext());
    }
  }

  TaskContext context(Task task) {
    return contexts[task.id()];
  }

  /** The task's context by this plan. */
  TaskContext refreshed(PlanTables plan, Task task) {
    TaskContext context = context(task);
    if (context.generation != plan.generation) {
      context.generation = plan.generation;
      context.cell = plan.cellOf(task.cgroup());
      long[] primary = plan.primary[context.cell];
      context.restricted = !IdleSearch.covers(task.affinityWords(), primary);
      context.foreign =
          context.restricted && IdleSearch.first(task.affinityWords(), primary) == IdleSearch.NONE;
      reweigh(plan, task, context);
    }
    return context;
  }

  /** Nothing changes for a task in a line but what it runs from now on: its place goes by vtime. */
  private void reweigh(PlanTables plan, Task task, TaskContext context) {
    context.weight = Vtime.composedWeight(task.weight(), plan.cgroupWeight(task.cgroup()));
    if (!task.isQueued()) {
      scaleLag(context);
    }
  }

  /** What a task owes or is owed was counted by the weight of then: its lag is scaled. */
  private void scaleLag(TaskContext context) {
    if (context.boundQueue != TaskContext.UNBOUND && context.lagWeight != context.weight) {
      long clockNs = queues.clockNs(context.boundQueue);
      context.vtimeNs = clockNs + lagNs(context) * context.lagWeight / context.weight;
    }
    context.lagWeight = context.weight;
  }

  /** Whether a running task still has a right to its CPU. */
  boolean mayStay(PlanTables plan, Task task, int cpu) {
    TaskContext context = refreshed(plan, task);
    return plan.cellOfCpu[cpu] == context.cell
        || IdleSearch.contains(plan.borrowable[context.cell], cpu)
        || context.foreign;
  }

  /** Not so a stranger that can run nowhere else: it has a share of the CPU, and keeps its turn. */
  boolean borrows(PlanTables plan, TaskContext context, int cpu) {
    return plan.cellOfCpu[cpu] != context.cell
        && IdleSearch.contains(plan.borrowable[context.cell], cpu)
        && !context.foreign;
  }

  /** Where a restricted task may be queued, but for its affinity. */
  long[] homeCpus(PlanTables plan, Task task, TaskContext context) {
    return context.foreign ? task.affinityWords() : plan.primary[context.cell];
  }

  /** The queue whose clock the task's virtual time follows when it runs on {@code cpu}. */
  int homeQueue(PlanTables plan, Task task, TaskContext context, int cpu) {
    if (context.restricted && task.mayRunOn(cpu)) {
      return queues.ofCpu(cpu);
    }
    return queues.ofCell(context.cell, cpuOfCell(plan, context, cpu));
  }

  int cpuOfCell(PlanTables plan, TaskContext context, int cpu) {
    long[] primary = plan.primary[context.cell];
    return IdleSearch.contains(primary, cpu)
        ? cpu
        : Math.max(0, IdleSearch.first(primary, primary));
  }

  /** A task that waits is about to join a queue. */
  void enter(Task task, TaskContext context, int queue) {
    bind(context, queue);
    context.foundIdle = false;
    if (context.waitsSinceNs < 0) {
      context.waitsSinceNs = task.waitingSinceNs();
    }
  }

  /**
   * A task that waits goes to another queue, as a plan, cgroup or affinity has it. It has waited
   * for what it is owed, and keeps all of that, unlike who slept: bounded anew by each of the plans
   * that come and go, it would wait for ever behind those that stay.
   */
  void move(Task task, TaskContext context, int queue) {
    long lagNs = lagNs(context);
    enter(task, context, queue);
    context.vtimeNs = queues.clockNs(queue) + lagNs;
  }

  /**
   * Who waits in the line of one CPU may be fetched by others: they look by these marks. To be made
   * once the task is there: who finds nobody takes a mark away.
   */
  void waitsIn(int queue, TaskContext context) {
    if (queues.isCpuQueue(queue)) {
      queues.waiting().add(queues.cpuOf(queue));
      if (context.foreign) {
        queues.strangers().add(queues.cpuOf(queue));
      }
    }
  }

  /**
   * Binds the task's virtual time to a queue's clock, its lag carried over, with bounded credit.
   */
  void bind(TaskContext context, int queue) {
    long clockNs = queues.clockNs(queue);
    if (context.boundQueue == TaskContext.UNBOUND) {
      context.vtimeNs = clockNs;
    } else if (context.boundQueue != queue) {
      context.vtimeNs =
          Vtime.carriedOver(context.vtimeNs, queues.clockNs(context.boundQueue), clockNs);
    }
    count(context, queue);
    int weight = context.weight;
    context.vtimeNs =
        Vtime.later(
            Vtime.onEntry(context.vtimeNs, clockNs, sliceNs, weight),
            Vtime.floorOnEntry(queues.floorNs(queue), clockNs, sliceNs, weight));
  }

  private void count(TaskContext context, int queue) {
    sleeps(context);
    context.boundQueue = queue;
    context.load = context.weight;
    queues.addLoad(queue, context.load);
  }

  /** It wants no CPU for now: it keeps its place by its queue's clock, and is no load there. */
  void sleeps(TaskContext context) {
    if (context.load > 0) {
      queues.addLoad(context.boundQueue, -context.load);
      context.load = 0;
    }
  }

  /** What a task owes is forgiven: its turn has come. */
  void forgive(TaskContext context) {
    context.vtimeNs = queues.clockNs(context.boundQueue);
  }

  long lagNs(TaskContext context) {
    return context.vtimeNs - queues.clockNs(context.boundQueue);
  }

  void beginTurn(PlanTables plan, TaskContext context, int cpu) {
    context.ownerWhenStarted = plan.cellOfCpu[cpu];
    context.cellWhenStarted = context.cell;
    context.usesCredit = lagNs(context) <= 0;
    queues.reached(context.boundQueue, context.vtimeNs);
    scaleLag(context); // its weight may have changed while it waited
    markAsUsed(plan, context, cpu);
  }

  /** A CPU is lent while a borrower runs there. */
  void markAsUsed(PlanTables plan, TaskContext context, int cpu) {
    if (borrows(plan, context, cpu)) {
      lending.lend(cpu);
    } else {
      lending.returned(cpu);
    }
  }

  void endWait(TaskContext context) {
    if (context.waitsSinceNs >= 0) {
      accounts.waited(context.cell, context.restricted, kernel.nowNs() - context.waitsSinceNs);
      context.waitsSinceNs = -1;
    }
  }

  /** Charges what the task ran since it was accounted for last. */
  void account(PlanTables plan, Task task, TaskContext context) {
    long ranNs = task.ranNs() - context.accountedRanNs;
    if (ranNs == 0) {
      return;
    }
    context.accountedRanNs = task.ranNs();
    context.ranThisTurnNs += ranNs;
    long chargedNs = Vtime.charge(ranNs, context.weight);
    context.vtimeNs += chargedNs;
    accounts.ran(context.cellWhenStarted, context.ownerWhenStarted, ranNs);
    if (context.usesCredit) {
      queues.creditUsed(context.boundQueue, context.load, ranNs);
    }
    if (queues.isCpuQueue(context.boundQueue)) {
      queues.servedRestricted(plan, context.ownerWhenStarted, task.cpu(), chargedNs);
    } else if (context.ownerWhenStarted == context.cellWhenStarted) {
      queues.servedCellWide(task.cpu(), chargedNs);
    }
  }

  /** The task's weight changed: what it ran so far counts by the old one. */
  void weightChanged(Task task) {
    TaskContext context = context(task);
    account(plan, task, context);
    reweigh(plan, task, context);
  }
}
