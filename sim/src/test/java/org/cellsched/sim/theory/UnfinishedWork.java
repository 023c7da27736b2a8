package org.cellsched.sim.theory;

import org.cellsched.sim.workload.Draws;

/**
 * A control variate for processor sharing: by how much the arrivals of one replication happen to
 * make sojourns longer, or shorter, than in the long run.
 *
 * <p>Requests find unfinished work V: its long-run mean is that of Pollaczek and Khinchine under
 * any order of service, ρD / (2(1 − ρ)), and the mean sojourn D / (1 − ρ) is 2/ρ times that. So 2/ρ
 * times what the mean of V has too much is taken off: a correction whose expectation is 0, and
 * which makes the variance at load 0.95 a hundredth. V is computed apart from the run, from the
 * draws of its arrivals and the service time that theory assumes. An error of the simulator in
 * service or scheduling does not reach it, and is not corrected away.
 *
 * <p>Source: A. M. Law, Simulation Modeling and Analysis, 5th ed. 2015, section 11.4.
 */
final class UnfinishedWork {

  private UnfinishedWork() {}

  /** What is to be taken off the mean sojourn of the replication with {@code arrivals} arrivals. */
  static double sojournSurplusNs(QueueCase queue, long seed, long arrivals) {
    long serviceNs = queue.model().meanServiceNs(queue.loadPercent());
    long[] between =
        Draws.between(
            queue.model().between(queue.loadPercent()),
            seed,
            QueueModel.SERVER,
            Math.toIntExact(arrivals));
    double load = queue.loadPercent() / 100.0;
    double longRunNs = QueueingFormulas.meanWaitGeneral(load, (double) serviceNs, 0);
    return 2 / load * (meanFoundNs(between, serviceNs, queue.warmUpNs()) - longRunNs);
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
