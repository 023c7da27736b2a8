package org.cellsched.sim.kernel;

/** What tasks do when they have a CPU. The kernel asks whenever a task has no work left. */
public interface Programs {

  /** What a task does next. */
  enum Step {
    /** It goes on; {@link Task#giveWork} said for how long. */
    RUN,
    /** It sleeps until the time that {@link #wakeAtNs} answers. */
    SLEEP,
    /** It sleeps until something wakes it. */
    WAIT,
    /** It lets others go first (sched_yield), and is asked again when it has the CPU. */
    YIELD,
    /** It ends. */
    EXIT
  }

  /** The task is about to start. */
  void starting(Task task);

  /** The task has ended, by itself or not. */
  void ended(Task task);

  /** The next step of a task that is on a CPU and has done all its work. */
  Step next(Task task, long nowNs);

  /** When the task that was just answered {@link Step#SLEEP} wants to wake. */
  long wakeAtNs(Task task);
}
