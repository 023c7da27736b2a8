package org.cellsched.sim.kernel;

import java.util.Locale;

/**
 * Ends a scheduler that lets a runnable task wait for longer than a timeout (kernel/sched/ext.c,
 * scx_watchdog_workfn and check_rq_for_timeouts). It looks every half timeout, so a stall is found
 * after 1 to 1.5 timeouts. A scan looks at every task.
 */
final class Watchdog {

  private static final long NS_PER_SECOND = 1_000_000_000;

  private final Machine machine;
  private final long timeoutNs;

  Watchdog(Machine machine, long timeoutNs) {
    this.machine = machine;
    this.timeoutNs = timeoutNs;
    if (timeoutNs != KernelConfig.NO_WATCHDOG) {
      scheduleScan();
    }
  }

  private void scheduleScan() {
    machine.events.schedule(machine.numbers.watchdog(), machine.nowNs() + timeoutNs / 2);
  }

  /** Looks at every waiting task; a task waits from its last run or wakeup, as in runnable_at. */
  void scan() {
    for (Task task : machine.tasks) {
      long waitedNs = machine.nowNs() - task.waitingSinceNs;
      if (task.state == TaskState.WAITING && waitedNs > timeoutNs) {
        throw new SchedulerFault(
            "runnable task stall: %s failed to run for %s; the watchdog's timeout is %s"
                .formatted(task, seconds(waitedNs), seconds(timeoutNs)));
      }
    }
    scheduleScan();
  }

  private static String seconds(long ns) {
    return String.format(Locale.ROOT, "%.3f s", (double) ns / NS_PER_SECOND);
  }
}
