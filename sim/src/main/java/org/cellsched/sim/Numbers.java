package org.cellsched.sim;

import org.cellsched.sim.control.HostEvents;
import org.cellsched.sim.engine.EntityNumbers;
import org.cellsched.sim.interleaving.Interleaver;
import org.cellsched.sim.kernel.KernelEvents;

/**
 * The entity numbers of a run's events, by class. Their order is the order of events at one time:
 * first the world changes, then the control plane acts, then work arrives, then CPUs react, and
 * what only looks comes last.
 */
record Numbers(
    int script,
    HostEvents host,
    int arrivals,
    int interrupts,
    KernelEvents kernel,
    int probe,
    int count) {

  /**
   * Which lock an event holds while it is handled, for the {@link Interleaver}: that of its CPU's
   * run queue, or, the number after the CPUs, the control plane's, which does one thing at a time.
   * Other changes from outside than those that are made task by task, arriving work, interrupts and
   * what only looks overlap with nothing.
   */
  int lockOf(int event, int cpuCount) {
    if (event > kernel.watchdog() && event < kernel.end()) {
      int runQueue = kernel.runQueueOf(event);
      return runQueue == KernelEvents.NO_RUN_QUEUE ? Interleaver.LOCK_FREE : runQueue;
    }
    return host.include(event) ? cpuCount : Interleaver.EXCLUSIVE;
  }

  static Numbers reserve(int cpuCount, int taskCount, int requestQueueCount, int interruptCount) {
    EntityNumbers numbers = new EntityNumbers();
    int script = numbers.reserve(1);
    HostEvents host = new HostEvents(numbers.reserve(HostEvents.COUNT));
    int arrivals = numbers.reserve(requestQueueCount);
    int interrupts = numbers.reserve(interruptCount);
    KernelEvents kernel = KernelEvents.reserve(numbers, cpuCount, taskCount);
    int probe = numbers.reserve(1);
    return new Numbers(script, host, arrivals, interrupts, kernel, probe, numbers.count());
  }
}
