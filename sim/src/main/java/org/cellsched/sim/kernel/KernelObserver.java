package org.cellsched.sim.kernel;

import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.dispatch.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Sees what happens on the simulated machine, as it happens. Checkers, metrics and the digest are
 * observers: they trust these events, never the scheduler's own word. Must not change anything.
 * What an observer does not care about it does not override.
 */
public interface KernelObserver {

  /** The task wants a CPU after a sleep, or for the first time. */
  default void woke(long nowNs, Task task) {}

  /**
   * The CPU has switched to the task, which runs from {@code runsFromNs} on, when the switch is
   * paid for.
   *
   * @param moved how far it is from the CPU where it last ran; SAME_CPU if it never ran
   */
  default void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {}

  /** The task has used CPU time since it started or was charged last; called before it stops. */
  default void charged(long nowNs, Cpu cpu, Task task, long ranNs) {}

  /** The task has left the CPU: to wait if {@code runnable}, else to sleep or end. */
  default void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {}

  /** A task ended; it had left its CPU and every queue before. */
  default void exited(long nowNs, Task task) {}

  /** The CPU has nothing to run. */
  default void becameIdle(long nowNs, Cpu cpu) {}

  /** The CPU stopped being idle: it runs something, or is not available any more. */
  default void leftIdle(long nowNs, Cpu cpu) {}

  /** The CPU went idle, was taken by a higher class or went offline, or is back from there. */
  default void stateChanged(long nowNs, Cpu cpu) {}

  /** An interrupt takes the CPU's time from {@code fromNs}, now or soon, for {@code ns}. */
  default void interrupted(long nowNs, Cpu cpu, long fromNs, long ns) {}

  /** What cpu.max allows a waiting task's cgroup is used up, or no longer: the task says which. */
  default void throttled(long nowNs, Task task) {}

  /** A waiting task was throttled for {@code ns} more; called before it is so no longer. */
  default void throttledFor(long nowNs, Task task, long ns) {}

  /** cpu.max of a cgroup was written. */
  default void limited(long nowNs, Cgroup cgroup) {}

  /** The scheduler says why it did what it just did; see {@link Kfuncs#decided}. */
  default void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {}

  /** The task's slice was set: by the scheduler, by a preemption, by a yield. */
  default void sliceSet(long nowNs, Task task) {}

  /** A task started, or its affinity, cgroup or weight changed. */
  default void reclassified(long nowNs, Task task) {}
}
