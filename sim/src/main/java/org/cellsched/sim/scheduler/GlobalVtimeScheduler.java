package org.cellsched.sim.scheduler;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.core.dispatch.IdleSearch;
import org.cellsched.core.dispatch.Vtime;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.Scheduler;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: one virtual-time queue for the whole machine and no cells. Idle CPUs are never wasted,
 * and no tenant is protected from another.
 */
public final class GlobalVtimeScheduler implements Scheduler {

  /** What the scheduler keeps of a task. */
  private static final class Account {
    long vtimeNs;
    long accountedRanNs;
  }

  private final long sliceNs;
  private final List<Account> accounts = new ArrayList<>();
  private Kfuncs kernel;
  private long[] everywhere = new long[0];
  private long[] nowhere = new long[0];
  private int queue;
  private long clockNs;

  /** All fields that depend on the machine are set in {@link #init}, before any other callback. */
  @SuppressWarnings("NullAway.Init")
  public GlobalVtimeScheduler(long sliceNs) {
    this.sliceNs = sliceNs;
  }

  @Override
  public boolean enqueuesLast() {
    return false;
  }

  @Override
  public void init(Kfuncs kernel) {
    this.kernel = kernel;
    int cpuCount = kernel.topology().cpuCount();
    everywhere = kernel.topology().cpus().toWords(cpuCount + 63 >>> 6);
    nowhere = new long[everywhere.length];
    queue = kernel.createQueue();
  }

  @Override
  public void initTask(Task task) {
    while (accounts.size() <= task.id()) {
      accounts.add(new Account());
    }
    accounts.get(task.id()).vtimeNs = clockNs;
  }

  @Override
  public void exitTask(Task task) {}

  @Override
  public int selectCpu(Task task, int previousCpu) {
    int cpu = claimIdleCpu(task, previousCpu);
    if (cpu == IdleSearch.NONE) {
      return previousCpu;
    }
    insertOnIdle(task, cpu);
    return cpu;
  }

  @Override
  public void enqueue(Task task, boolean cpuSelected) {
    int cpu = cpuSelected ? IdleSearch.NONE : claimIdleCpu(task, task.cpu());
    if (cpu != IdleSearch.NONE) {
      insertOnIdle(task, cpu);
      return;
    }
    Account account = accounts.get(task.id());
    account.vtimeNs = Vtime.onEntry(account.vtimeNs, clockNs, sliceNs, task.weight());
    kernel.insertByVtime(task, queue, sliceNs, account.vtimeNs);
    kernel.decided(Decision.QUEUED_WITH_CELL, IdleSearch.NONE, task);
  }

  private void insertOnIdle(Task task, int cpu) {
    kernel.insertOn(task, cpu, sliceNs);
    kernel.decided(Decision.IDLE_OWN, cpu, task);
  }

  private boolean moveToLocal(int cpu) {
    boolean moved = kernel.moveToLocal(queue, cpu);
    if (moved) {
      kernel.decided(Decision.NEXT_IN_LINE, cpu, null);
    }
    return moved;
  }

  private int claimIdleCpu(Task task, int previousCpu) {
    int cpu =
        IdleSearch.choose(
            task.affinityWords(),
            everywhere,
            nowhere,
            kernel.idleCores(),
            kernel.idleCpus(),
            previousCpu);
    if (cpu != IdleSearch.NONE) {
      kernel.claimIdle(cpu);
    }
    return cpu;
  }

  @Override
  public void dispatch(int cpu, @Nullable Task previous) {
    if (previous == null) {
      moveToLocal(cpu);
      return;
    }
    charge(previous);
    Account account = accounts.get(previous.id());
    account.vtimeNs = Vtime.onEntry(account.vtimeNs, clockNs, sliceNs, previous.weight());
    Task head = kernel.peek(queue);
    boolean goesFirst =
        head == null || Vtime.before(account.vtimeNs, accounts.get(head.id()).vtimeNs);
    if (goesFirst || !moveToLocal(cpu)) {
      // It goes on without a call of running: the clock must not stand still meanwhile.
      kernel.setSlice(previous, sliceNs);
      kernel.decided(Decision.KEPT, cpu, previous);
      clockNs = Vtime.later(clockNs, account.vtimeNs);
    }
  }

  @Override
  public void running(Task task) {
    Account account = accounts.get(task.id());
    account.accountedRanNs = task.ranNs();
    clockNs = Vtime.later(clockNs, account.vtimeNs);
  }

  @Override
  public void tick(Task task) {
    charge(task);
  }

  @Override
  public void stopping(Task task, boolean runnable) {
    charge(task);
  }

  private void charge(Task task) {
    Account account = accounts.get(task.id());
    account.vtimeNs += Vtime.charge(task.ranNs() - account.accountedRanNs, task.weight());
    account.accountedRanNs = task.ranNs();
  }

  @Override
  public void cgroupMoved(Task task) {}

  @Override
  public void weightChanged(Task task) {}

  @Override
  public void affinityChanged(Task task) {}

  @Override
  public void cpuReleased(int cpu) {
    kernel.reenqueueLocal(cpu);
  }

  @Override
  public void cpuOffline(int cpu) {}
}
