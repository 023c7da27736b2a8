package org.cellsched.sim.report;

import org.cellsched.host.table.Amounts;

/**
 * A request that took long. Times are in nanoseconds.
 *
 * @param server the task that served the last part of it
 * @param serviceNs CPU time that all its parts took
 */
record SlowRequest(String server, long arrivedNs, long doneNs, long serviceNs) {

  long tookNs() {
    return doneNs - arrivedNs;
  }

  /** What people should know of it. */
  String sentences(String cell) {
    return "The slowest request of %s took %s, from %s on; it needed %s of CPU time. %s finished it."
        .formatted(
            cell,
            Amounts.duration(tookNs()),
            Amounts.millisecond(arrivedNs),
            Amounts.duration(serviceNs),
            server);
  }
}
