package org.cellsched.sim.kernel;

import org.jspecify.annotations.Nullable;

/**
 * A scheduler as sched_ext sees it: the callbacks of {@code struct sched_ext_ops} that a run needs,
 * called in the order in which the kernel calls them. A scheduler acts on the kernel through {@link
 * Kfuncs} alone.
 */
public interface Scheduler {

  /**
   * Whether a task whose slice is used up goes through {@link #enqueue} even if nothing else wants
   * the CPU (SCX_OPS_ENQ_LAST); otherwise the kernel lets it go on with a new slice.
   */
  boolean enqueuesLast();

  /** Called once, before any other callback: make queues here. (ops.init) */
  void init(Kfuncs kernel);

  /** A task starts. (ops.init_task, ops.enable) */
  void initTask(Task task);

  /** A task has ended and is in no queue. (ops.exit_task) */
  void exitTask(Task task);

  /**
   * A task wakes that may run on more than one CPU: answer the CPU whose run queue it joins, and
   * perhaps insert it directly. (ops.select_cpu)
   */
  int selectCpu(Task task, int previousCpu);

  /**
   * A task wants a CPU and is in no queue: insert it somewhere, or it is lost. (ops.enqueue)
   *
   * @param cpuSelected whether {@link #selectCpu} ran for this same wakeup
   */
  void enqueue(Task task, boolean cpuSelected);

  /**
   * A waiting task was taken out of its queue: it ends, or something about it changes and it is
   * enqueued anew. (ops.dequeue)
   */
  default void dequeued(Task task) {}

  /**
   * A CPU's local queue is empty: move something there, or nothing. (ops.dispatch)
   *
   * @param previous the task that would go on if nothing is moved; null if it sleeps or there was
   *     none
   */
  void dispatch(int cpu, @Nullable Task previous);

  /** A task is about to run on its CPU. (ops.running) */
  void running(Task task);

  /** The task running on a CPU was charged by a tick. (ops.tick) */
  void tick(Task task);

  /** A task leaves its CPU. (ops.stopping) */
  void stopping(Task task, boolean runnable);

  /**
   * The task's cgroup changed; a queued task is dequeued before and enqueued after.
   * (ops.cgroup_move)
   */
  void cgroupMoved(Task task);

  /**
   * The task's weight or that of a cgroup above it changed. (ops.set_weight, ops.cgroup_set_weight)
   */
  void weightChanged(Task task);

  /** cpu.max of a cgroup was written. (ops.cgroup_set_bandwidth) */
  default void cpuMaxChanged(Cgroup cgroup) {}

  /**
   * The task's affinity changed; a queued task is dequeued before, enqueued after.
   * (ops.set_cpumask)
   */
  void affinityChanged(Task task);

  /** A higher scheduling class takes the CPU from a task. (ops.cpu_release) */
  void cpuReleased(int cpu);

  /** A timer expired, which only {@link Kfuncs#startTimer} starts. (bpf_timer) */
  default void timerExpired(int timer) {}

  /** The CPU is gone; what waits for it alone must go elsewhere. (ops.cpu_offline) */
  void cpuOffline(int cpu);
}
