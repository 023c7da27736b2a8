package org.cellsched.sim.scheduler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.dispatch.IdleSearch;
import org.cellsched.core.dispatch.Vtime;
import org.cellsched.host.policy.DataPlaneConfig;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.Scheduler;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.kernel.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * The data plane of the cell scheduler: places each task at each wakeup by the plan in force. The
 * model of what {@code bpf/} does in the kernel, callback by callback.
 *
 * <p>Each callback is a list of decisions; what they rest on stands in {@link PlanTables} (the
 * plan), {@link CellQueues} (queues and clocks), {@link Lending} and {@link Accounts}.
 */
public final class CellScheduler implements Scheduler, DataPlane {

  /** A pinned waiter's CPU is cut to a slice between these, or twice the waiter's mean run. */
  private static final long SHORTEST_CUT_NS = 500_000;

  private static final long LONGEST_CUT_NS = 4_000_000;

  /** Weight of the newest run in the mean run length: 1/8. */
  private static final int MEAN_RUN_SHIFT = 3;

  private final DataPlaneConfig config;
  private TaskContext[] contexts = new TaskContext[0];
  private Kfuncs kernel;
  private PlanTables plan;
  private CellQueues queues;
  private Lending lending;
  private final Accounts accounts = new Accounts();

  /** By CPU: which borrower's queue an idle CPU looks at first, so that none is always last. */
  private int[] nextBorrower = new int[0];

  private long[] nothingExcluded = new long[0];

  /** All fields that depend on the machine are set in {@link #init}, before any other callback. */
  @SuppressWarnings("NullAway.Init")
  public CellScheduler(DataPlaneConfig config) {
    this.config = config;
  }

  @Override
  public boolean enqueuesLast() {
    return true;
  }

  @Override
  public void init(Kfuncs kernel) {
    this.kernel = kernel;
    int cpuCount = kernel.topology().cpuCount();
    plan = PlanTables.rootOwnsAll(kernel.topology());
    queues = new CellQueues(kernel, config.llcAware());
    queues.countCpus(plan.cellOfCpu);
    lending = new Lending(cpuCount, config.lenderProtectionNs());
    nextBorrower = new int[cpuCount];
    nothingExcluded = new long[cpuCount + 63 >>> 6];
  }

  // --- callbacks ---

  @Override
  public void initTask(Task task) {
    if (task.id() >= contexts.length) {
      int known = contexts.length;
      contexts = Arrays.copyOf(contexts, Math.max(task.id() + 1, known * 2));
      Arrays.setAll(contexts, id -> id < known ? contexts[id] : new TaskContext());
    }
  }

  @Override
  public void exitTask(Task task) {
    context(task).waitsSinceNs = -1;
  }

  @Override
  public int selectCpu(Task task, int previousCpu) {
    TaskContext context = refreshed(task);
    int cpu = claimIdleCpu(task, context, previousCpu);
    if (cpu != IdleSearch.NONE) {
      enter(task, context, homeQueue(task, context, cpu));
      kernel.insertOn(task, cpu, config.sliceNs());
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
    TaskContext context = refreshed(task);
    if (!cpuSelected) {
      int cpu = claimIdleCpu(task, context, task.cpu());
      if (cpu != IdleSearch.NONE) {
        enter(task, context, homeQueue(task, context, cpu));
        kernel.insertOn(task, cpu, config.sliceNs());
        return;
      }
    }
    if (context.restricted) {
      enqueueRestricted(task, context);
    } else {
      enqueueCellWide(task, context);
    }
  }

  @Override
  public void dispatch(int cpu, @Nullable Task previous) {
    if (previous != null) {
      account(previous, context(previous));
    }
    Task stayer = previous != null && mayStay(previous, cpu) ? previous : null;
    if (stayer != null) {
      // As if it had been put back in line: it competes by the clock it would be queued under.
      bind(context(stayer), homeQueue(stayer, context(stayer), cpu));
    }
    int owner = plan.cellOfCpu[cpu];
    int cellQueue = queues.ofCell(owner, cpu);
    int cpuQueue = queues.ofCpu(cpu);
    int best = better(cpuQueue, cellQueue);
    if (stayer != null && context(stayer).cell == owner && !isBefore(best, stayer)) {
      goOn(stayer, cpu);
    } else if (!moveForOwner(owner, cpu, best, best == cpuQueue ? cellQueue : cpuQueue)) {
      dispatchUnwanted(cpu, stayer);
    }
  }

  /** Moves what the owner of the CPU has waiting; answers whether there was something. */
  private boolean moveForOwner(int owner, int cpu, int first, int second) {
    return (queues.probesForeign(cpu) && moveFromOtherLlcs(owner, cpu))
        || kernel.moveToLocal(first, cpu)
        || kernel.moveToLocal(second, cpu)
        || moveFromOtherLlcs(owner, cpu)
        || moveFromOtherCpus(owner, cpu)
        || (owner == CellId.ROOT.value() && moveFromRetiring(cpu));
  }

  /** The owner has no use for the CPU: it is lent, or whoever may stay goes on. */
  private void dispatchUnwanted(int cpu, @Nullable Task stayer) {
    if (stayer == null) {
      moveFromBorrower(cpu);
    } else if (!moveFromCellOf(stayer, cpu)) {
      goOn(stayer, cpu);
    }
  }

  /** A new slice and no callback: what {@link #running} notes of a task must be noted here. */
  private void goOn(Task stayer, int cpu) {
    kernel.setSlice(stayer, sliceBesideWaiter(context(stayer), cpu));
    beginTurn(stayer, context(stayer), cpu);
  }

  @Override
  public void running(Task task) {
    TaskContext context = refreshed(task);
    context.accountedRanNs = task.ranNs();
    context.ranThisTurnNs = 0;
    endWait(context);
    beginTurn(task, context, task.cpu());
    long sliceNs = sliceBesideWaiter(context, task.cpu());
    if (sliceNs < task.sliceNs()) {
      kernel.setSlice(task, sliceNs);
    }
    if (config.reclaim()) {
      reclaimFor(context, task.cpu());
    }
  }

  /** Sees to a claim of the owner's that this start leaves unmet. */
  private void reclaimFor(TaskContext started, int cpu) {
    int owner = plan.cellOfCpu[cpu];
    if (lending.isLent(cpu) && ownerWaits(cpu)) {
      // The owner's task woke after this CPU was claimed and before it counted as lent.
      lending.takeBack(cpu, kernel.nowNs());
      kernel.kickPreempt(cpu);
    } else if (queues.isCpuQueue(started.boundQueue) && hasQueued(owner)) {
      // The CPU may have been taken back for a cell-wide task, and it was this one's turn.
      reclaimOne(owner, plan.primary[owner]);
    }
  }

  private void reclaimOne(int cell, long[] affinity) {
    int cpu = lending.claim(plan.primary[cell], affinity, kernel.nowNs());
    if (cpu != IdleSearch.NONE) {
      kernel.kickPreempt(cpu);
    }
  }

  /** Whether a task of the CPU's owner, or one that waits for this CPU alone, could run here. */
  private boolean ownerWaits(int cpu) {
    if (kernel.queued(queues.ofCpu(cpu)) > 0) {
      return true;
    }
    for (int slot = 0; slot < queues.llcSlots(); slot++) {
      Task head = kernel.peek(queues.ofCellSlot(plan.cellOfCpu[cpu], slot));
      if (head != null && head.mayRunOn(cpu)) {
        return true;
      }
    }
    return false;
  }

  /** Not so a stranger that can run nowhere else: it has a share of the CPU, and keeps its turn. */
  private boolean borrows(Task task, TaskContext context, int cpu) {
    return plan.cellOfCpu[cpu] != context.cell
        && IdleSearch.contains(plan.borrowable[context.cell], cpu)
        && !isForeign(task, context);
  }

  private void beginTurn(Task task, TaskContext context, int cpu) {
    context.ownerWhenStarted = plan.cellOfCpu[cpu];
    context.cellWhenStarted = context.cell;
    queues.reached(context.boundQueue, context.vtimeNs);
    if (borrows(task, context, cpu)) {
      lending.lend(cpu);
    } else {
      lending.returned(cpu);
    }
  }

  @Override
  public void tick(Task task) {
    account(task, context(task));
  }

  @Override
  public void stopping(Task task, boolean runnable) {
    TaskContext context = context(task);
    account(task, context);
    context.meanRunNs += context.ranThisTurnNs - context.meanRunNs >> MEAN_RUN_SHIFT;
    lending.returned(task.cpu());
  }

  @Override
  public void cgroupMoved(Task task) {
    TaskContext context = context(task);
    context.generation = TaskContext.STALE;
    reconsider(task);
  }

  @Override
  public void weightChanged(Task task) {
    TaskContext context = context(task);
    account(task, context);
    reweigh(context, Vtime.composedWeight(task.weight(), plan.cgroupWeight(task.cgroup())));
  }

  @Override
  public void affinityChanged(Task task) {
    context(task).generation = TaskContext.STALE;
    reconsider(task);
  }

  @Override
  public void cpuReleased(int cpu) {
    kernel.reenqueueLocal(cpu);
  }

  @Override
  public void cpuOffline(int cpu) {
    replaceQueued(queues.ofCpu(cpu), true);
  }

  // --- the control plane's side ---

  @Override
  public void publish(PublishedPlan published) {
    PlanTables before = plan;
    plan = new PlanTables(published, kernel.topology());
    queues.countCpus(plan.cellOfCpu);
    for (CellCounters cell : countersOf(before)) {
      for (int slot = 0; slot < queues.llcSlots(); slot++) {
        replaceQueued(queues.ofCellSlot(cell.id().value(), slot), false);
      }
    }
    for (int cpu = 0; cpu < plan.cellOfCpu.length; cpu++) {
      replaceQueued(queues.ofCpu(cpu), false);
      Task running = kernel.runningOn(cpu);
      if (plan.cellOfCpu[cpu] != before.cellOfCpu[cpu]) {
        // Idle or not: its new owner may have tasks waiting.
        kernel.kickPreempt(cpu);
      } else if (running != null) {
        reconsider(running);
      }
    }
  }

  @Override
  public List<CellCounters> counters() {
    return countersOf(plan);
  }

  @Override
  public boolean isDrained(CellId cell) {
    return !hasQueued(cell.value());
  }

  private boolean hasQueued(int cell) {
    for (int slot = 0; slot < queues.llcSlots(); slot++) {
      if (kernel.queued(queues.ofCellSlot(cell, slot)) > 0) {
        return true;
      }
    }
    return false;
  }

  private List<CellCounters> countersOf(PlanTables tables) {
    List<CellCounters> counters = new ArrayList<>();
    for (int cell : tables.cellsAndRetiring()) {
      counters.add(accounts.of(cell));
    }
    return counters;
  }

  // --- which cell, which queue ---

  private TaskContext context(Task task) {
    return contexts[task.id()];
  }

  /** The task's context by the plan in force. */
  private TaskContext refreshed(Task task) {
    TaskContext context = context(task);
    if (context.generation != plan.generation) {
      context.generation = plan.generation;
      context.cell = plan.cellOf(task.cgroup());
      long[] primary = plan.primary[context.cell];
      context.restricted = !IdleSearch.covers(task.affinityWords(), primary);
      reweigh(context, Vtime.composedWeight(task.weight(), plan.cgroupWeight(task.cgroup())));
    }
    return context;
  }

  /** What a task owes or is owed was counted by its old weight: its lag is scaled. */
  private void reweigh(TaskContext context, int weight) {
    if (context.boundQueue != TaskContext.UNBOUND && context.weight != weight) {
      long clockNs = queues.clockNs(context.boundQueue);
      context.vtimeNs = clockNs + lagNs(context) * context.weight / weight;
    }
    context.weight = weight;
  }

  /** The queue whose clock the task's virtual time follows when it runs on {@code cpu}. */
  private int homeQueue(Task task, TaskContext context, int cpu) {
    if (context.restricted && task.mayRunOn(cpu)) {
      return queues.ofCpu(cpu);
    }
    return queues.ofCell(context.cell, cpuOfCell(context, cpu));
  }

  private int cpuOfCell(TaskContext context, int cpu) {
    long[] primary = plan.primary[context.cell];
    return IdleSearch.contains(primary, cpu)
        ? cpu
        : Math.max(0, IdleSearch.first(primary, primary));
  }

  /** A task that waits joins a queue. */
  private void enter(Task task, TaskContext context, int queue) {
    bind(context, queue);
    if (context.waitsSinceNs < 0) {
      context.waitsSinceNs = task.waitingSinceNs();
    }
  }

  /**
   * Binds the task's virtual time to a queue's clock, its lag carried over, with bounded credit.
   */
  private void bind(TaskContext context, int queue) {
    long clockNs = queues.clockNs(queue);
    if (context.boundQueue == TaskContext.UNBOUND) {
      context.vtimeNs = clockNs;
    } else if (context.boundQueue != queue) {
      context.vtimeNs =
          Vtime.carriedOver(context.vtimeNs, queues.clockNs(context.boundQueue), clockNs);
    }
    context.boundQueue = queue;
    context.vtimeNs = Vtime.onEntry(context.vtimeNs, clockNs, config.sliceNs());
  }

  private void endWait(TaskContext context) {
    if (context.waitsSinceNs >= 0) {
      accounts.waited(context.cell, context.restricted, kernel.nowNs() - context.waitsSinceNs);
      context.waitsSinceNs = -1;
    }
  }

  // --- idle CPUs ---

  /** Claims an idle CPU: in the cell, else among those the task may borrow. */
  private int claimIdleCpu(Task task, TaskContext context, int previousCpu) {
    int cpu = idleIn(task, plan.primary[context.cell], nothingExcluded, previousCpu);
    if (cpu == IdleSearch.NONE && plan.borrowers.length > 0) {
      long[] shielded = lending.shielded(kernel.nowNs());
      cpu = idleIn(task, plan.borrowable[context.cell], shielded, previousCpu);
    }
    if (cpu == IdleSearch.NONE && isForeign(task, context)) {
      cpu = idleIn(task, task.affinityWords(), nothingExcluded, previousCpu);
    }
    if (cpu != IdleSearch.NONE) {
      kernel.claimIdle(cpu);
    }
    return cpu;
  }

  private int idleIn(Task task, long[] allowed, long[] excluded, int previousCpu) {
    return IdleSearch.choose(
        task.affinityWords(),
        allowed,
        excluded,
        kernel.idleCores(),
        kernel.idleCpus(),
        previousCpu);
  }

  /** Whether the affinity excludes the whole cell: the task must run among strangers. */
  private boolean isForeign(Task task, TaskContext context) {
    return context.restricted
        && IdleSearch.first(task.affinityWords(), plan.primary[context.cell]) == IdleSearch.NONE;
  }

  /** Where a restricted task may be queued, but for its affinity. */
  private long[] homeCpus(Task task, TaskContext context) {
    return isForeign(task, context) ? task.affinityWords() : plan.primary[context.cell];
  }

  // --- queueing ---

  private void enqueueCellWide(Task task, TaskContext context) {
    int queue = queues.ofCell(context.cell, cpuOfCell(context, task.cpu()));
    enter(task, context, queue);
    kernel.insertByVtime(task, queue, config.sliceNs(), context.vtimeNs);
    if (config.reclaim()) {
      reclaimOne(context.cell, task.affinityWords());
    }
  }

  private void enqueueRestricted(Task task, TaskContext context) {
    long[] within = homeCpus(task, context);
    int lent = IdleSearch.NONE;
    if (config.reclaim() && !isForeign(task, context)) {
      lent = lending.claim(within, task.affinityWords(), kernel.nowNs());
    }
    int cpu = lent != IdleSearch.NONE ? lent : shortestCpuQueue(task, within);
    int queue = queues.ofCpu(cpu);
    enter(task, context, queue);
    kernel.insertByVtime(task, queue, config.sliceNs(), context.vtimeNs);
    if (lent != IdleSearch.NONE) {
      kernel.kickPreempt(cpu);
    } else {
      cutSliceFor(context, cpu);
    }
  }

  /** The task's own CPU if nobody waits there, else the one with the fewest waiting. */
  private int shortestCpuQueue(Task task, long[] within) {
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

  /** A waiter bound to one CPU must not sit behind a whole slice. */
  private void cutSliceFor(TaskContext waiter, int cpu) {
    Task running = kernel.runningOn(cpu);
    if (running != null && running.sliceNs() > cutNs(waiter)) {
      kernel.setSlice(running, cutNs(waiter));
    }
  }

  private static long cutNs(TaskContext waiter) {
    return Math.clamp(2 * waiter.meanRunNs, SHORTEST_CUT_NS, LONGEST_CUT_NS);
  }

  /**
   * The slice of a task that goes first, or goes on, on a CPU: a short one if somebody waits who is
   * bound to that CPU and the task is not.
   */
  private long sliceBesideWaiter(TaskContext context, int cpu) {
    int cpuQueue = queues.ofCpu(cpu);
    Task waiter = context.boundQueue == cpuQueue ? null : kernel.peek(cpuQueue);
    return waiter == null ? config.sliceNs() : Math.min(config.sliceNs(), cutNs(context(waiter)));
  }

  // --- dispatch ---

  /** Which of two queues goes first: by the lag of its head; the first one on a tie. */
  private int better(int first, int second) {
    Task firstHead = kernel.peek(first);
    Task secondHead = kernel.peek(second);
    if (firstHead == null || secondHead == null) {
      return firstHead != null ? first : second;
    }
    return lagNs(context(firstHead)) <= lagNs(context(secondHead)) ? first : second;
  }

  private long lagNs(TaskContext context) {
    return context.vtimeNs - queues.clockNs(context.boundQueue);
  }

  /** Whether the head of {@code queue} goes before a task that could go on; the head on a tie. */
  private boolean isBefore(int queue, Task previous) {
    Task head = kernel.peek(queue);
    return head != null && lagNs(context(head)) <= lagNs(context(previous));
  }

  /** Whether a running task still has a right to its CPU. */
  private boolean mayStay(Task task, int cpu) {
    TaskContext context = refreshed(task);
    return plan.cellOfCpu[cpu] == context.cell
        || IdleSearch.contains(plan.borrowable[context.cell], cpu)
        || isForeign(task, context);
  }

  private boolean moveFromOtherLlcs(int cell, int cpu) {
    for (int slot = 0; slot < queues.llcSlots() && queues.llcSlots() > 1; slot++) {
      if (kernel.moveToLocal(queues.ofCellSlot(cell, slot), cpu)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A restricted task was bound to one of the CPUs it may use; another one that has nothing to do
   * takes it from there.
   */
  private boolean moveFromOtherCpus(int cell, int cpu) {
    long[] primary = plan.primary[cell];
    for (int word = 0; word < primary.length; word++) {
      for (long bits = primary[word]; bits != 0; bits &= bits - 1) {
        int other = (word << 6) + Long.numberOfTrailingZeros(bits);
        Task head = kernel.peek(queues.ofCpu(other));
        if (head != null && head.mayRunOn(cpu) && kernel.moveToLocal(queues.ofCpu(other), cpu)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The root cell's CPUs drain the queues of cells that are gone. */
  private boolean moveFromRetiring(int cpu) {
    for (int cell : plan.retiring) {
      if (moveFromOtherLlcs(cell, cpu) || kernel.moveToLocal(queues.ofCell(cell, cpu), cpu)) {
        return true;
      }
    }
    return false;
  }

  /** A CPU that would go idle is lent to a cell with tasks waiting, each in turn. */
  private boolean moveFromBorrower(int cpu) {
    int count = plan.borrowers.length;
    if (count == 0 || IdleSearch.contains(lending.shielded(kernel.nowNs()), cpu)) {
      return false;
    }
    for (int step = 0; step < count; step++) {
      int index = (nextBorrower[cpu] + step) % count;
      int cell = plan.borrowers[index];
      if (IdleSearch.contains(plan.borrowable[cell], cpu) && moveFromCell(cell, cpu)) {
        nextBorrower[cpu] = (index + 1) % count;
        return true;
      }
    }
    return false;
  }

  /** A lent CPU's next turn belongs to whichever task of the borrowing cell is behind most. */
  private boolean moveFromCellOf(Task borrower, int cpu) {
    TaskContext context = context(borrower);
    int queue = queues.ofCell(context.cell, cpuOfCell(context, cpu));
    return IdleSearch.contains(plan.borrowable[context.cell], cpu)
        && isBefore(queue, borrower)
        && kernel.moveToLocal(queue, cpu);
  }

  private boolean moveFromCell(int cell, int cpu) {
    for (int slot = 0; slot < queues.llcSlots(); slot++) {
      if (kernel.moveToLocal(queues.ofCellSlot(cell, slot), cpu)) {
        return true;
      }
    }
    return false;
  }

  // --- re-placement after a plan ---

  /** Moves queued tasks that belong elsewhere by the plan in force; all of them if {@code all}. */
  private void replaceQueued(int queue, boolean all) {
    List<Task> misplaced = new ArrayList<>();
    for (int index = 0; index < kernel.queued(queue); index++) {
      Task task = kernel.queuedAt(queue, index);
      if (all || belongsIn(task, refreshed(task)) != queue) {
        misplaced.add(task);
      }
    }
    for (Task task : misplaced) {
      TaskContext context = context(task);
      int idle = claimIdleCpu(task, context, task.cpu());
      // A restricted task waits for one CPU: for the idle one, if its cell has that.
      boolean waitsThere = context.restricted && IdleSearch.contains(homeCpus(task, context), idle);
      int target = waitsThere ? queues.ofCpu(idle) : belongsIn(task, context);
      enter(task, context, target);
      kernel.moveByVtime(task, queue, target, context.vtimeNs);
      if (idle != IdleSearch.NONE) {
        kernel.kickIdle(idle);
      }
    }
  }

  /** The queue a waiting task should be in; its own CPU's if that will do. */
  private int belongsIn(Task task, TaskContext context) {
    if (!context.restricted) {
      return queues.ofCell(context.cell, cpuOfCell(context, task.cpu()));
    }
    long[] within = homeCpus(task, context);
    boolean boundWell =
        queues.isCpuQueue(context.boundQueue)
            && IdleSearch.contains(within, queues.cpuOf(context.boundQueue))
            && task.mayRunOn(queues.cpuOf(context.boundQueue));
    return boundWell ? context.boundQueue : queues.ofCpu(shortestCpuQueue(task, within));
  }

  /**
   * A running task's cell, affinity or plan changed: it may have to leave, or borrows from now on.
   */
  private void reconsider(Task task) {
    if (task.state() != TaskState.ON_CPU) {
      return;
    }
    int cpu = task.cpu();
    boolean stays = mayStay(task, cpu);
    boolean borrows = borrows(task, context(task), cpu);
    if (!stays || (borrows && ownerWaits(cpu))) {
      kernel.kickPreempt(cpu);
    } else if (borrows) {
      lending.lend(cpu);
    }
  }

  // --- accounting ---

  /** Charges what the task ran since it was accounted for last. */
  private void account(Task task, TaskContext context) {
    long ranNs = task.ranNs() - context.accountedRanNs;
    if (ranNs == 0) {
      return;
    }
    context.accountedRanNs = task.ranNs();
    context.ranThisTurnNs += ranNs;
    long chargedNs = Vtime.charge(ranNs, context.weight);
    context.vtimeNs += chargedNs;
    accounts.ran(context.cellWhenStarted, context.ownerWhenStarted, ranNs);
    if (queues.isCpuQueue(context.boundQueue)) {
      queues.servedRestricted(context.ownerWhenStarted, task.cpu(), chargedNs);
    } else if (context.ownerWhenStarted == context.cellWhenStarted) {
      queues.servedCellWide(task.cpu(), chargedNs);
    }
  }
}
