package org.cellsched.sim.workload;

import org.jspecify.annotations.Nullable;

/**
 * What a task does with its life. Closed, because the simulator's event path switches over it:
 * measured three times faster than calls through an interface.
 */
public sealed interface Behaviour {

  /** Runs for ever. */
  record Spin() implements Behaviour {}

  /** Runs, sleeps, and again. */
  record RunSleep(Distribution run, Distribution sleep) implements Behaviour {}

  /**
   * Wakes at {@code start + phaseNs}, then every {@code everyNs}, and runs each time. A wakeup that
   * comes while it still runs is served right after, as a timer's is.
   */
  record Periodic(Distribution run, long everyNs, long phaseNs) implements Behaviour {}

  /**
   * Sleeps until a request comes and runs for its service time.
   *
   * @param fanOut how many parts a request has, each with a service time of its own; the request is
   *     done when the last of them is
   * @param rate what the arrivals' rate is the rate of; null: of each request queue
   */
  record Serve(Arrivals arrivals, Distribution service, int fanOut, @Nullable RequestRate rate)
      implements Behaviour {

    /** The arrivals at a queue of its own of task {@code task} of {@code tasks}. */
    public Arrivals ofOwnQueue(int task, int tasks) {
      return rate == RequestRate.TOTAL ? arrivals.split(task, tasks) : arrivals;
    }

    /** The arrivals at the queue that {@code tasks} tasks share. */
    public Arrivals ofSharedQueue(int tasks) {
      return rate == RequestRate.PER_TASK ? arrivals.times(tasks) : arrivals;
    }
  }

  /** Runs once, then exits. */
  record RunOnce(Distribution run) implements Behaviour {}

  /** Does what a program says. */
  record Follow(Program program) implements Behaviour {}
}
