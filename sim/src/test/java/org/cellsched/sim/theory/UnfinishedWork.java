package org.cellsched.sim.theory;

import org.cellsched.sim.workload.Draws;

/**
 * The work that requests of constant service find unfinished, computed apart from any run, from the
 * draws of its arrivals and the service time that theory assumes. An error of the simulator in
 * service or scheduling does not reach it.
 *
 * <p>The long-run mean V is that of Pollaczek and Khinchine under any order of service, ρD / (2(1 −
 * ρ)). Under processor sharing, each request delays each other by what they have left together: the
 * mean sojourn of a replication is D + 2V, with nothing random left, if turns are infinitely short.
 */
final class UnfinishedWork {

  private UnfinishedWork() {}

  /**
   * A control variate: by how much the arrivals of a replication make the mean sojourn longer than
   * in the long run. The mean sojourn D / (1 − ρ) is 2/ρ times V; so 2/ρ times what the mean of V
   * has too much. Its expectation is 0.
   *
   * <p>Source: A. M. Law, Simulation Modeling and Analysis, 5th ed. 2015, section 11.4.
   *
   * @param arrivals of the replication
   */
  static double sojournSurplusNs(QueueCase queue, long seed, long arrivals) {
    double serviceNs = (double) queue.model().meanServiceNs(queue.loadPercent());
    double load = queue.loadPercent() / 100.0;
    double longRunNs = QueueingFormulas.meanWaitGeneral(load, serviceNs, 0);
    return 2 / load * (meanNs(queue, seed, arrivals) - longRunNs);
  }

  /** The mean over the arrivals after the warm-up. */
  static double meanNs(QueueCase queue, long seed, long arrivals) {
    long[] between =
        Draws.between(
            queue.model().between(queue.loadPercent()),
            seed,
            QueueModel.SERVER,
            Math.toIntExact(arrivals));
    return meanFoundNs(between, queue.model().meanServiceNs(queue.loadPercent()), queue.warmUpNs());
  }

  /** Mean unfinished work that the arrivals after {@code fromNs} find. */
  private static double meanFoundNs(long[] between, long serviceNs, long fromNs) {
    long nowNs = 0;
    long unfinishedNs = 0;
    double sumNs = 0;
    long count = 0;
    for (long passedNs : between) {
      nowNs += passedNs;
      unfinishedNs = Math.max(0, unfinishedNs - passedNs);
      if (nowNs >= fromNs) {
        sumNs += unfinishedNs;
        count++;
      }
      unfinishedNs += serviceNs;
    }
    return sumNs / count;
  }
}
