package org.cellsched.sim.kernel;

import org.cellsched.sim.engine.EntityNumbers;

/**
 * First entity numbers of the kernel's events; among events at one time the lower number goes
 * first.
 *
 * @param watchdog one: the watchdog looks for tasks that do not run
 * @param takenEnd per CPU: a higher scheduling class gives the CPU back
 * @param schedulerTimers per CPU, and one more: a timer of the scheduler's expires
 * @param timers per task: a sleep ends
 * @param kicks per CPU: an interrupt that asks for a switch arrives
 * @param deadlines per CPU: the running task's work or slice ends
 * @param end the number behind the last
 */
public record KernelEvents(
    int watchdog,
    int takenEnd,
    int schedulerTimers,
    int timers,
    int kicks,
    int deadlines,
    int end) {

  /** {@link #runQueueOf}: the event needs no CPU's lock as it begins. */
  public static final int NO_RUN_QUEUE = -1;

  /** The CPU whose run queue's lock is held while the event is handled. */
  public int runQueueOf(int event) {
    if (event >= deadlines) {
      return event - deadlines;
    } else if (event >= kicks) {
      return event - kicks;
    }
    return event >= takenEnd && event < schedulerTimers ? event - takenEnd : NO_RUN_QUEUE;
  }

  /** How many tasks there may be. */
  public int taskCount() {
    return kicks - timers;
  }

  /** Reserves the numbers for a machine with these CPUs and at most these tasks. */
  public static KernelEvents reserve(EntityNumbers numbers, int cpuCount, int taskCount) {
    return new KernelEvents(
        numbers.reserve(1),
        numbers.reserve(cpuCount),
        numbers.reserve(cpuCount + 1),
        numbers.reserve(taskCount),
        numbers.reserve(cpuCount),
        numbers.reserve(cpuCount),
        numbers.count());
  }
}
