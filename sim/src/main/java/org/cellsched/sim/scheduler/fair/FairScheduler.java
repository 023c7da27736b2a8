package org.cellsched.sim.scheduler.fair;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.Scheduler;
import org.cellsched.sim.kernel.SchedulingPolicy;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.kernel.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's fair class: each CPU has a line of its own, shared by weight along the cgroup tree;
 * cpusets confine, cpu.max throttles, and tasks move between CPUs when they wake and when loads
 * differ. Knows no cells.
 */
public final class FairScheduler implements Scheduler {

  /** base_slice_ns, 0.7 ms, is multiplied by 1 + log2 of the CPUs, of eight at most. */
  private static final long BASE_SLICE_NS = 700_000;

  private static final int MOST_CPUS_COUNTED = 8;

  private Kfuncs kernel;
  private FairTree tree;
  private Balancing balancing;
  private GroupLines roots;
  private int[] waitingLines = new int[0];

  /** Cgroups with a cpu.max, in the order in which it was written. */
  private final List<GroupLines> limited = new ArrayList<>();

  private long sliceNs;
  private int periodTimer;

  /** All fields that depend on the machine are set in {@link #init} and {@link #initTask}. */
  @SuppressWarnings("NullAway.Init")
  public FairScheduler() {}

  /** How long a task may run before others get their turn, on a machine of so many CPUs. */
  public static long sliceNs(int cpuCount) {
    int counted = Math.min(cpuCount, MOST_CPUS_COUNTED);
    return BASE_SLICE_NS * (Integer.SIZE - Integer.numberOfLeadingZeros(counted));
  }

  @Override
  public boolean enforcesCpuMax() {
    return true;
  }

  @Override
  public boolean enqueuesLast() {
    return true;
  }

  @Override
  public void init(Kfuncs kernel) {
    this.kernel = kernel;
    int cpuCount = kernel.topology().cpuCount();
    sliceNs = sliceNs(cpuCount);
    tree = new FairTree(kernel, sliceNs);
    periodTimer = cpuCount;
    waitingLines = new int[cpuCount];
    for (int cpu = 0; cpu < cpuCount; cpu++) {
      waitingLines[cpu] = kernel.createQueue();
    }
  }

  @Override
  public void initTask(Task task) {
    if (roots == null) {
      roots = rootOf(task.cgroup());
      balancing = new Balancing(kernel, tree, roots, waitingLines);
    }
    tree.reweigh(tree.of(task), Entity.WEIGHT_SCALE * task.weight());
  }

  private GroupLines rootOf(Cgroup cgroup) {
    GroupLines lines = tree.of(cgroup);
    return lines.parent == null ? lines : rootOf(lines.parent.cgroup);
  }

  @Override
  public void exitTask(Task task) {
    tree.leave(tree.of(task));
  }

  @Override
  public int selectCpu(Task task, int previousCpu) {
    return tree.of(task).seasoned
        ? balancing.wakeOn(task, previousCpu)
        : balancing.startOn(task, previousCpu);
  }

  @Override
  public void enqueue(Task task, boolean cpuSelected) {
    Entity entity = tree.of(task);
    int cpu = task.cpu();
    if (entity.line == null || entity.line.cpu != cpu) {
      tree.leave(entity);
      tree.enter(entity, tree.of(task.cgroup()).onCpu[cpu]);
    }
    kernel.insert(task, waitingLines[cpu], sliceNs);
    kernel.setThrottled(task, tree.isThrottled(entity));
    kernel.decided(Decision.QUEUED_FOR_CPU, cpu, task);
    Task running = kernel.runningOn(cpu);
    if (running == null) {
      kernel.kickIdle(cpu);
    } else if (preempts(task, running)) {
      kernel.kickPreempt(cpu);
    }
  }

  /** check_preempt_wakeup_fair: RUN_TO_PARITY protects a slice that began, but for SCHED_IDLE. */
  private static boolean preempts(Task task, Task running) {
    return running.policy() == SchedulingPolicy.IDLE
        && task.policy() != SchedulingPolicy.IDLE
        && !task.isThrottled();
  }

  @Override
  public void dispatch(int cpu, @Nullable Task previous) {
    if (roots == null) {
      return;
    }
    FairLine root = roots.onCpu[cpu];
    if (previous != null) {
      charge(previous);
      noticeYield(previous);
      balancing.balance(cpu);
      balancing.callIdleHelper(cpu);
    }
    Entity picked = tree.pick(root);
    boolean fetched = picked == null && balancing.fetchForIdle(cpu);
    if (fetched) {
      picked = tree.pick(root);
    }
    if (picked != null && picked.task != null) {
      run(cpu, picked, picked.task, previous, fetched);
    }
    armPeriodTimer();
  }

  private void noticeYield(Task previous) {
    Entity entity = tree.of(previous);
    boolean yielded = previous.sliceNs() == 0 && previous.ranNs() < entity.turnEndsAtRanNs;
    if (yielded && entity.line != null) {
      entity.line.postpone(entity);
    }
  }

  private void run(int cpu, Entity picked, Task task, @Nullable Task previous, boolean fetched) {
    long turnNs = tree.turnNs(picked);
    picked.turnEndsAtRanNs = task.ranNs() + turnNs;
    if (task == previous) {
      kernel.setSlice(task, turnNs);
      kernel.decided(Decision.KEPT, cpu, task);
    } else {
      kernel.moveToLocal(task, waitingLines[cpu], cpu, turnNs);
      kernel.decided(fetched ? Decision.FROM_OTHER_CPU : Decision.NEXT_IN_LINE, cpu, task);
    }
  }

  @Override
  public void running(Task task) {
    tree.of(task).accountedRanNs = task.ranNs();
  }

  @Override
  public void tick(Task task) {
    charge(task);
  }

  @Override
  public void stopping(Task task, boolean runnable) {
    charge(task);
    if (!runnable) {
      tree.leave(tree.of(task));
    }
  }

  private void charge(Task task) {
    Entity entity = tree.of(task);
    tree.charge(entity, task.ranNs() - entity.accountedRanNs);
    entity.accountedRanNs = task.ranNs();
  }

  @Override
  public void cgroupMoved(Task task) {
    Entity entity = tree.of(task);
    boolean running = task.state() == TaskState.ON_CPU;
    if (running) {
      charge(task);
    }
    tree.leave(entity);
    if (running) {
      tree.enter(entity, tree.of(task.cgroup()).onCpu[task.cpu()]);
    }
  }

  @Override
  public void weightChanged(Task task) {
    if (task.state() == TaskState.ON_CPU) {
      charge(task);
    }
    tree.reweigh(tree.of(task), Entity.WEIGHT_SCALE * task.weight());
  }

  @Override
  public void affinityChanged(Task task) {
    Entity entity = tree.of(task);
    if (task.state() == TaskState.WAITING) {
      tree.leave(entity);
    }
  }

  @Override
  public void cpuReleased(int cpu) {
    kernel.reenqueueLocal(cpu);
  }

  /** Who waits for the CPU had it in their affinity, and was queued anew when that changed. */
  @Override
  public void cpuOffline(int cpu) {}

  // --- cpu.max ---

  /** tg_set_cfs_bandwidth: begins anew, with nobody throttled. */
  @Override
  public void cpuMaxChanged(Cgroup cgroup) {
    GroupLines lines = tree.of(cgroup);
    lines.limit(cgroup.cpuMax());
    limited.remove(lines);
    if (lines.bandwidth != null) {
      limited.add(lines);
    }
    for (FairLine line : lines.onCpu) {
      line.quotaLeftNs = 0;
      if (line.throttled) {
        tree.unthrottle(line);
      }
    }
  }

  private void armPeriodTimer() {
    long nextNs = Bandwidth.NEVER;
    for (GroupLines lines : limited) {
      Bandwidth bandwidth = lines.bandwidth;
      nextNs = bandwidth == null ? nextNs : Math.min(nextNs, bandwidth.nextPeriodNs());
    }
    if (nextNs != Bandwidth.NEVER) {
      kernel.startTimer(periodTimer, nextNs);
    }
  }

  /** sched_cfs_period_timer: fills the pools whose period is over, and lets throttled lines go. */
  @Override
  public void timerExpired(int timer) {
    for (GroupLines lines : limited) {
      Bandwidth bandwidth = lines.bandwidth;
      if (bandwidth != null && bandwidth.nextPeriodNs() <= kernel.nowNs()) {
        bandwidth.beginPeriod();
        release(lines, bandwidth);
      }
    }
    armPeriodTimer();
  }

  /** distribute_cfs_runtime. */
  private void release(GroupLines lines, Bandwidth bandwidth) {
    for (FairLine line : lines.onCpu) {
      if (line.throttled && bandwidth.release(line)) {
        tree.unthrottle(line);
      }
    }
  }
}
