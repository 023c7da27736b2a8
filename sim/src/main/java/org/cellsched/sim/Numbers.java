package org.cellsched.sim;

import org.cellsched.sim.control.HostEvents;
import org.cellsched.sim.engine.EntityNumbers;
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
