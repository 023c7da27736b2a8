package org.cellsched.sim.kernel;

/** Where a task is in its life. */
public enum TaskState {
  /** Declared, not started. */
  NEW,
  /** Sleeps until a timer or an event wakes it. */
  SLEEPING,
  /** Wants a CPU: in a queue, or on its way from one to another. */
  WAITING,
  /** On a CPU, be it that the switch to it is still going on. */
  ON_CPU,
  EXITED
}
