package org.cellsched.sim.scheduler.fair;

import org.cellsched.core.cpu.Topology;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.Scheduler;
import org.cellsched.sim.kernel.SchedulingPolicy;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * Baseline: what users have without sched_ext. A model of Linux's fair class: EEVDF on each CPU,
 * cgroups that share CPUs by {@code cpu.weight} and are held to {@code cpu.max}, cpusets as
 * affinities, and balancing between CPUs. It knows no cells. What is simplified stands in
 * docs/fidelity.md.
 *
 * <p>Each callback is a list of decisions. They are made by {@link RunQueue} (whose turn it is),
 * {@link CpuChoice} (where a task wakes), {@link Balancer} (who moves) and {@link Throttling}.
 */
public final class FairScheduler implements Scheduler {

  private final FairConfig config;
  private final long tickNs;
  private final Cgroup root;
  private Kfuncs kernel;
  private FairTasks tasks;
  private RunQueue[] queues;
  private CpuChoice choice;
  private Balancer balancer;
  private Throttling throttling;

  /**
   * All fields that depend on the machine are set in {@link #init}, before any other callback.
   *
   * @param tickNs time between two ticks
   * @param root the root cgroup
   */
  @SuppressWarnings("NullAway.Init")
  public FairScheduler(FairConfig config, long tickNs, Cgroup root) {
    this.config = config;
    this.root = root;
    this.tickNs = tickNs;
  }

  /** Who is throttled must not go on for want of others. */
  @Override
  public boolean enqueuesLast() {
    return true;
  }

  @Override
  public void init(Kfuncs kernel) {
    this.kernel = kernel;
    Topology topology = kernel.topology();
    // limit_lag: two slices, or a tick where ticks are longer.
    long mostLagNs = Math.max(2 * config.sliceNs(), tickNs);
    tasks = new FairTasks(topology.cpuCount(), config.sliceNs(), mostLagNs);
    FairGroup rootGroup = tasks.group(root);
    queues = new RunQueue[topology.cpuCount()];
    for (int cpu = 0; cpu < queues.length; cpu++) {
      queues[cpu] = new RunQueue(kernel, cpu, rootGroup.queue(cpu));
    }
    choice = new CpuChoice(kernel, queues);
    balancer = new Balancer(kernel, tasks, queues, this::move, config.balanceNs());
    throttling = new Throttling(kernel, tasks, queues, this::mayRun, config.bandwidthSliceNs());
  }

  // --- tasks come and go ---

  @Override
  public void initTask(Task task) {
    tasks.add(task);
  }

  @Override
  public void exitTask(Task task) {}

  @Override
  public int selectCpu(Task task, int previousCpu) {
    boolean isNew = tasks.of(task).cpu == Task.NO_CPU;
    return isNew ? choice.anyCpu(task) : choice.wakeupCpu(task, previousCpu);
  }

  @Override
  public void enqueue(Task task, boolean cpuSelected) {
    FairTask waiting = tasks.of(task);
    if (waiting.entity.queued && task.mayRunOn(waiting.cpu)) {
      // It has run and goes on waiting where it is.
      kernel.decided(Decision.QUEUED_NEAR, waiting.cpu, task);
      queues[waiting.cpu].join(waiting);
      return;
    }
    if (waiting.entity.queued) {
      leave(waiting, false);
    }
    enter(waiting, cpuSelected ? task.cpu() : cpuOf(waiting));
    RunQueue queue = queues[waiting.cpu];
    queue.join(waiting);
    if (!task.isThrottled()) {
      callOrPreempt(queue, waiting);
    }
  }

  private int cpuOf(FairTask waiting) {
    return waiting.task.mayRunOn(waiting.cpu) ? waiting.cpu : choice.anyCpu(waiting.task);
  }

  /** Puts a task into the queues of a CPU. */
  private void enter(FairTask entering, int cpu) {
    RunQueue queue = queues[cpu];
    queue.charge();
    entering.cpu = cpu;
    boolean first = entering.queue().isEmpty();
    queue.enqueue(entering.entity, entering.queue());
    if (first) {
      throttling.check(entering);
    }
    rearm(queue);
  }

  /** Takes a task out of the queues of its CPU. */
  private void leave(FairTask leaving, boolean sleeps) {
    RunQueue queue = queues[leaving.cpu];
    queue.charge();
    queue.dequeue(leaving.entity, leaving.queue(), sleeps);
    throttling.giveBack(leaving);
    rearm(queue);
  }

  @Override
  public void dequeued(Task task) {
    FairTask waiting = tasks.of(task);
    queues[waiting.cpu].left(waiting);
    leave(waiting, false);
  }

  /** A task that wakes calls an idle CPU, or takes a busy one from who has had more. */
  private void callOrPreempt(RunQueue queue, FairTask woken) {
    FairTask current = queue.current();
    if (current == null) {
      Decision why = call(queue) ? Decision.IDLE_OWN : Decision.QUEUED_NEAR;
      kernel.decided(why, queue.cpu, woken.task);
      return;
    }
    kernel.decided(Decision.QUEUED_NEAR, queue.cpu, woken.task);
    if (isIdlePolicy(current) && !isIdlePolicy(woken)) {
      queue.unprotect();
    }
    if (queue.pick() == woken) {
      preempt(queue);
    }
  }

  private static boolean isIdlePolicy(FairTask task) {
    return task.task.policy() == SchedulingPolicy.IDLE;
  }

  /** Claims the CPU if it is idle; answers whether it will look for work. */
  private boolean call(RunQueue queue) {
    if (kernel.claimIdle(queue.cpu)) {
      queue.calledUntilNs = nextTickNs();
      kernel.kickIdle(queue.cpu);
      return true;
    }
    if (!isCalled(queue)) {
      // A higher class has the CPU. Its ticks look for an idle one meanwhile.
      kernel.startTimer(queue.cpu, nextTickNs());
    }
    return false;
  }

  private boolean isCalled(RunQueue queue) {
    return kernel.nowNs() < queue.calledUntilNs;
  }

  private long nextTickNs() {
    return (kernel.nowNs() / tickNs + 1) * tickNs;
  }

  private void preempt(RunQueue queue) {
    if (!queue.preempting) {
      queue.preempting = true;
      kernel.kickPreempt(queue.cpu);
      kernel.decided(Decision.OVERTAKEN, queue.cpu, null);
    }
  }

  /** Sets the slice of what runs, after something changed on its CPU. */
  private void rearm(RunQueue queue) {
    FairTask current = queue.current();
    if (current != null && !queue.preempting) {
      kernel.chargeAndSetSlice(current.task, queue.sliceNs(current));
    }
  }

  /** A waiting task goes to another CPU's line. */
  private void move(FairTask task, RunQueue target) {
    RunQueue source = queues[task.cpu];
    source.left(task);
    leave(task, false);
    enter(task, target.cpu);
    kernel.moveByVtime(kernel.queuedIn(source.line), task.task, target.line, 0);
    target.joined(task);
    kernel.decided(Decision.BALANCED, target.cpu, task.task);
    if (target.current() == null && !task.task.isThrottled()) {
      call(target);
    }
  }

  /** Tasks of a CPU are throttled no longer. */
  private void mayRun(RunQueue queue) {
    if (queue.waiting() == 0) {
      return;
    }
    FairTask current = queue.current();
    if (current == null) {
      call(queue);
    } else if (queue.pick() != current) {
      preempt(queue);
    } else {
      rearm(queue);
    }
  }

  // --- a CPU's turns ---

  @Override
  public void dispatch(int cpu, @Nullable Task previous) {
    RunQueue queue = queues[cpu];
    queue.calledUntilNs = 0;
    if (previous != null) {
      endTurn(queue, tasks.of(previous));
      // Until it is decided who goes on, nothing that comes here gives it a slice.
      queue.preempting = true;
      balancer.balance(queue);
    }
    FairTask next = queue.pick();
    if (next == null && balancer.pull(queue)) {
      next = queue.pick();
    }
    if (next == null) {
      return;
    }
    if (next.task == previous) {
      queue.preempting = false;
      queue.start(next);
      kernel.setSlice(previous, queue.sliceNs(next));
      kernel.decided(Decision.KEPT, cpu, previous);
    } else {
      queue.left(next);
      kernel.moveToLocal(kernel.queuedIn(queue.line), next.task, cpu, queue.sliceNs(next));
      kernel.decided(Decision.NEXT_IN_LINE, cpu, next.task);
    }
  }

  /** The slice of a task is used up: by time, by somebody who goes first, or because it yields. */
  private void endTurn(RunQueue queue, FairTask task) {
    queue.charge();
    boolean yields = !queue.preempting && queue.hasTimeLeft(task);
    if (yields) {
      task.queue().yield(task.entity);
    }
    throttling.check(task);
  }

  @Override
  public void running(Task task) {
    FairTask starting = tasks.of(task);
    starting.chargedNs = task.ranNs();
    queues[task.cpu()].start(starting);
  }

  /** Nothing: a turn is charged when it ends, or when somebody else comes or goes. */
  @Override
  public void tick(Task task) {}

  @Override
  public void stopping(Task task, boolean runnable) {
    FairTask leaving = tasks.of(task);
    RunQueue queue = queues[leaving.cpu];
    queue.charge();
    queue.stop();
    if (!runnable) {
      queue.dequeue(leaving.entity, leaving.queue(), true);
      throttling.giveBack(leaving);
    }
    throttling.check(leaving);
  }

  @Override
  public void cpuReleased(int cpu) {
    kernel.reenqueueLocal(cpu);
    if (queues[cpu].waiting() > 0) {
      kernel.startTimer(cpu, nextTickNs());
    }
  }

  @Override
  public void timerExpired(int timer) {
    if (timer == queues.length) {
      throttling.timerExpired();
      return;
    }
    RunQueue queue = queues[timer];
    if (queue.current() == null && !isCalled(queue) && queue.waiting() > 0) {
      balancer.pushToIdle(queue);
      if (queue.waiting() > 0) {
        kernel.startTimer(timer, nextTickNs());
      }
    }
  }

  @Override
  public void cpuOffline(int cpu) {
    throttling.cpuOffline(cpu);
  }

  // --- settings change ---

  @Override
  public void weightChanged(Task task) {
    FairTask changed = tasks.of(task);
    long weight = FairTasks.weightOf(task);
    if (!changed.entity.queued) {
      changed.entity.reweigh(weight, 0);
      return;
    }
    RunQueue queue = queues[changed.cpu];
    queue.charge();
    queue.reweigh(changed, weight);
    rearm(queue);
  }

  @Override
  public void cgroupMoved(Task task) {
    FairTask moved = tasks.of(task);
    FairGroup target = tasks.group(task.cgroup());
    if (!moved.entity.queued) {
      moved.group = target;
      return;
    }
    // It runs, and goes on in the other group.
    RunQueue queue = queues[moved.cpu];
    queue.charge();
    queue.stop();
    leave(moved, false);
    moved.group = target;
    enter(moved, moved.cpu);
    queue.start(moved);
    if (queue.isThrottled(moved)) {
      preempt(queue);
    } else {
      rearm(queue);
    }
  }

  @Override
  public void affinityChanged(Task task) {}

  @Override
  public void cpuMaxChanged(Cgroup cgroup) {
    // What ran until now was under the old limit.
    for (RunQueue queue : queues) {
      queue.charge();
    }
    throttling.limitChanged(cgroup);
    for (RunQueue queue : queues) {
      rearm(queue);
    }
  }
}
