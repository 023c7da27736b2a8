package org.cellsched.sim.kernel;

import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.dispatch.Vtime;
import org.jspecify.annotations.Nullable;

/**
 * A task as the kernel knows it. Fields change only inside the kernel; others read. Times are in
 * nanoseconds.
 */
public final class Task {

  /** No CPU yet. */
  public static final int NO_CPU = -1;

  /** {@link #loadWeight} of nice 0. */
  public static final int NICE_0_LOAD_WEIGHT = 1024;

  private final int id;
  private final String name;

  TaskState state = TaskState.NEW;
  Cgroup cgroup;

  /** What the task asked for by sched_setaffinity, before its cgroup's cpuset. */
  CpuMask wishedAffinity;

  /** Where it may run: wish and cpuset composed. */
  CpuMask affinity;

  /** {@link #affinity} as words of the machine's size, and how many CPUs it holds. */
  long[] affinityWords = new long[0];

  int affinityCount;
  private int machineCpus;
  int nice;
  SchedulingPolicy policy = SchedulingPolicy.NORMAL;
  int weight = Vtime.DEFAULT_WEIGHT;
  int loadWeight = NICE_0_LOAD_WEIGHT;

  /** CPU it runs on, ran on last, or whose local queue holds it. */
  int cpu = NO_CPU;

  /** CPU it last ran on: what its caches know. */
  int ranOnCpu = NO_CPU;

  /** The queue that holds it, null if none does. */
  @Nullable DispatchQueue queue;

  /** How many had been put into that queue when it had been, itself included. */
  long insertion;

  /** CPU whose local queue a scheduler put it in directly, during select_cpu or enqueue. */
  int directCpu = NO_CPU;

  /** Whether it takes that CPU from whoever runs there (SCX_ENQ_PREEMPT). */
  boolean directPreempts;

  /**
   * How often a scheduler put it somewhere. A count, as another CPU may take it, and it may be
   * queued anew, before the callback that put it somewhere has ended.
   */
  int insertions;

  long sliceNs;

  /** Work left until the task's program must say what comes next. */
  long remainingNs;

  /** Work done beyond {@link #remainingNs}, less than a nanosecond's, in femtoseconds. */
  long workBeyondFs;

  /** All CPU time it ever got. */
  long ranNs;

  /** When it last began to wait for a CPU, and when it last woke. */
  long waitingSinceNs;

  long wokeAtNs;

  /** Whether cpu.max keeps it, a waiting task, from all CPUs, and since when it was counted. */
  boolean throttled;

  long throttledSinceNs;

  /** Of the wait that goes on or ended last, the time throttled, as far as it was counted. */
  long throttledNs;

  /** Whether it has not run since it woke. */
  boolean freshlyWoken;

  Task(int id, String name, Cgroup cgroup, CpuMask affinity) {
    this.id = id;
    this.name = name;
    this.cgroup = cgroup;
    this.wishedAffinity = affinity;
    this.affinity = affinity;
  }

  /** Number of the task, dense from 0. */
  public int id() {
    return id;
  }

  public String name() {
    return name;
  }

  public TaskState state() {
    return state;
  }

  /** Whether it has started and not ended. */
  public boolean isAlive() {
    return state != TaskState.NEW && state != TaskState.EXITED;
  }

  public Cgroup cgroup() {
    return cgroup;
  }

  /** The CPUs it may run on. */
  public CpuMask affinity() {
    return affinity;
  }

  /** {@link #affinity} as machine words; not to be changed. */
  public long[] affinityWords() {
    return affinityWords;
  }

  /** Number of CPUs it may run on. */
  public int affinityCount() {
    return affinityCount;
  }

  /** Whether it chose its CPUs itself, by sched_setaffinity. */
  public boolean isPinned() {
    return wishedAffinity.size() < machineCpus;
  }

  /** Whether it may not run on all CPUs, by its own choice or its cgroup's cpuset. */
  public boolean isConfined() {
    return affinityCount < machineCpus;
  }

  public boolean mayRunOn(int cpu) {
    return cpu != NO_CPU && (affinityWords[cpu >>> 6] >>> cpu & 1) != 0;
  }

  public int nice() {
    return nice;
  }

  public SchedulingPolicy policy() {
    return policy;
  }

  /** The weight that follows from policy and nice: 100 for nice 0. */
  public int weight() {
    return weight;
  }

  /** The same as the fair class has it (se.load): 1024 for nice 0, 3 for SCHED_IDLE. */
  public int loadWeight() {
    return loadWeight;
  }

  /** CPU it runs on or ran on last; {@link #NO_CPU} before the first. */
  public int cpu() {
    return cpu;
  }

  /** What is left of its time slice. */
  public long sliceNs() {
    return sliceNs;
  }

  /** All CPU time it ever got, up to its last switch or tick that counted. */
  public long ranNs() {
    return ranNs;
  }

  public long waitingSinceNs() {
    return waitingSinceNs;
  }

  public long wokeAtNs() {
    return wokeAtNs;
  }

  /** Whether it woke and has not run since: its next start ends a wakeup latency. */
  public boolean freshlyWoken() {
    return freshlyWoken;
  }

  /** Whether it waits and cpu.max keeps it from all CPUs. */
  public boolean isThrottled() {
    return throttled;
  }

  /** Of its wait, or its last one, the time that cpu.max kept it from all CPUs, up to now. */
  public long throttledNs(long nowNs) {
    return throttledNs + (throttled ? nowNs - throttledSinceNs : 0);
  }

  /** Whether some queue holds it. */
  public boolean isQueued() {
    return queue != null;
  }

  /** Gives the task {@code runNs} more to do: called by its program when asked what comes next. */
  public void giveWork(long runNs) {
    remainingNs = runNs;
  }

  /**
   * @param words the mask as words of the machine's size
   */
  void setAffinity(CpuMask mask, long[] words, int cpuCount) {
    affinity = mask;
    affinityWords = words;
    affinityCount = mask.size();
    machineCpus = cpuCount;
  }

  @Override
  public String toString() {
    return name;
  }
}
