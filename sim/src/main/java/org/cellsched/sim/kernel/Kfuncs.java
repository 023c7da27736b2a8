package org.cellsched.sim.kernel;

import org.cellsched.core.cpu.Topology;
import org.cellsched.core.dispatch.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler may ask of the kernel: each method is one kfunc or one map operation that the C
 * data plane uses too. A scheduler touches kernel state through nothing else, so the model and the
 * C can be driven side by side and compared call by call.
 *
 * <p>Queues are numbered from 0 in order of creation. Slices and virtual times are in nanoseconds.
 */
public interface Kfuncs {

  /** scx_bpf_now. */
  long nowNs();

  /** The machine, read from sysfs before attaching. */
  Topology topology();

  /**
   * timeout_ms of struct sched_ext_ops, set before attaching: how long a runnable task may wait.
   * {@link KernelConfig#NO_WATCHDOG} if nobody looks.
   */
  long watchdogNs();

  /** scx_bpf_create_dsq; answers the new queue's number. */
  int createQueue();

  /** scx_bpf_dsq_insert to a queue of the scheduler's: first come, first served. */
  void insert(Task task, int queue, long sliceNs);

  /** scx_bpf_dsq_insert_vtime. */
  void insertByVtime(Task task, int queue, long sliceNs, long vtimeNs);

  /**
   * scx_bpf_dsq_insert to SCX_DSQ_LOCAL_ON: the local queue of {@code cpu}. From select_cpu and
   * enqueue it takes effect after the callback. Inserting on a CPU outside the task's affinity ends
   * the scheduler.
   */
  void insertOn(Task task, int cpu, long sliceNs);

  /**
   * The same with SCX_ENQ_PREEMPT: the task is the next one there, and the slice of whoever runs
   * there by then ends.
   */
  void insertPreempting(Task task, int cpu, long sliceNs);

  /** scx_bpf_dsq_nr_queued. */
  int queued(int queue);

  /** The same of SCX_DSQ_LOCAL_ON: tasks that wait in the local queue of {@code cpu}. */
  int queuedOn(int cpu);

  /** The tasks in a queue, first ones first, as they are when this is called: bpf_iter_scx_dsq. */
  QueueCursor queuedIn(int queue);

  /** scx_bpf_dsq_peek: the first task, or null. */
  @Nullable Task peek(int queue);

  /**
   * scx_bpf_dsq_move_to_local: moves the first task that may run on {@code cpu}, the CPU in
   * dispatch, to its local queue. Answers whether there was one.
   */
  boolean moveToLocal(int queue, int cpu);

  /**
   * scx_bpf_dsq_move to SCX_DSQ_LOCAL: moves a certain queued task to the local queue of {@code
   * cpu}, the CPU in dispatch. Answers false if it has left its queue meanwhile, though it be back.
   */
  boolean moveToLocal(QueueCursor from, Task task, int cpu, long sliceNs);

  /**
   * scx_bpf_dsq_move_vtime: moves a queued task from one queue to another. Answers false if it has
   * left its queue meanwhile, though it be back.
   */
  boolean moveByVtime(QueueCursor from, Task task, int toQueue, long vtimeNs);

  /** scx_bpf_get_idle_cpumask, as machine words; not to be changed. */
  long[] idleCpus();

  /** scx_bpf_get_idle_smtmask: CPUs whose whole core is idle; not to be changed. */
  long[] idleCores();

  /** scx_bpf_test_and_clear_cpu_idle: claims an idle CPU; false if it is not idle. */
  boolean claimIdle(int cpu);

  /** scx_bpf_kick_cpu with SCX_KICK_IDLE: an idle CPU looks for work. */
  void kickIdle(int cpu);

  /** scx_bpf_kick_cpu with SCX_KICK_PREEMPT: the running task's slice ends now. */
  void kickPreempt(int cpu);

  /**
   * bpf_timer_start: {@link Scheduler#timerExpired} is called at that time; a timer that is running
   * is set anew.
   *
   * @param timer one for each CPU, by its number, and one more for the whole scheduler
   */
  void startTimer(int timer, long atNs);

  /** scx_bpf_cpu_curr: the sched_ext task on a CPU, or null. */
  @Nullable Task runningOn(int cpu);

  /** CPU time of a task, up to now even if it runs (task_sched_runtime). */
  long cpuTimeNs(Task task);

  /**
   * Sets what is left of a task's slice (scx_bpf_task_set_slice, p->scx.slice before it). What a
   * task that runs has run since the last tick is taken off that, too, at the next one.
   *
   * @param sliceNs more than 0
   */
  void setSlice(Task task, long sliceNs);

  /**
   * No kfunc but what ops.tick does on the task's own CPU, under the lock of its run queue: sets
   * what is left of a slice to {@code mostNs} if it is more. Nothing comes between the look and the
   * cut, so a slice that a kick has ended meanwhile stays ended. Answers whether it was more.
   */
  boolean cutSlice(Task task, long mostNs);

  /**
   * No kfunc but what a class of the kernel's own does, which charges who runs whenever it looks at
   * it (update_curr): sets what is left of the slice from now on.
   */
  void chargeAndSetSlice(Task task, long sliceNs);

  /**
   * No kfunc but a count by kind in a map, and a trace point: says why what was just done to a task
   * or a CPU was done. Where it is known of a dispatch which CPU got a task, but not which task,
   * {@code task} is null.
   */
  void decided(Decision decision, int cpu, @Nullable Task task);

  /**
   * No kfunc but a field of the task's: a waiting task has, or has no longer, used up what cpu.max
   * allows its cgroup, and no CPU may run it meanwhile.
   */
  void setThrottled(Task task, boolean throttled);

  /**
   * No kfunc but what the kernel does when user space puts another map into a map of maps
   * (synchronize_rcu; kernel/bpf/syscall.c, maybe_wait_bpf_programs): returns once the callbacks
   * that had begun before have ended. Called by the control plane's side alone.
   */
  void awaitCallbacks();

  /** scx_bpf_reenqueue_local: the CPU's waiting tasks go through enqueue again. */
  void reenqueueLocal(int cpu);
}
