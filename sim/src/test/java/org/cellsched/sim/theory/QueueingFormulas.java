package org.cellsched.sim.theory;

/**
 * Mean values of queues in the long run, as the textbooks give them. Requests come at random
 * (Poisson). The load ρ is the arrival rate × mean service / servers, between 0 and 1. Times are in
 * any unit, the same for all.
 */
final class QueueingFormulas {

  private QueueingFormulas() {}

  /**
   * M/M/c: how likely it is that a request finds all servers busy. Erlang's C formula, by the
   * recursion of his B formula, which is stable: B(0) = 1, B(k) = aB(k−1) / (k + aB(k−1)) with a =
   * cρ, then C = B(c) / (1 − ρ(1 − B(c))).
   *
   * <p>Source: R. B. Cooper, Introduction to Queueing Theory, 2nd ed. 1981, sections 3.3 and 3.4.
   */
  static double erlangC(int servers, double load) {
    double offered = servers * load;
    double blocking = 1;
    for (int k = 1; k <= servers; k++) {
      blocking = offered * blocking / (k + offered * blocking);
    }
    return blocking / (1 - load * (1 - blocking));
  }

  /**
   * M/M/c, first come, first served: C · s / (c(1 − ρ)); with one server, ρs / (1 − ρ).
   *
   * <p>Source: L. Kleinrock, Queueing Systems, vol. 1, 1975, sections 3.2 and 3.5.
   */
  static double meanWaitExponential(int servers, double load, double meanService) {
    return erlangC(servers, load) * meanService / (servers * (1 - load));
  }

  /**
   * M/G/1, first come, first served: ρs(1 + cv²) / (2(1 − ρ)), the formula of Pollaczek and
   * Khinchine; M/D/1 with cv = 0. The mean unfinished work is the same under any order of service.
   *
   * <p>Source: L. Kleinrock, Queueing Systems, vol. 1, 1975, section 5.6.
   *
   * @param cv coefficient of variation of the service times
   */
  static double meanWaitGeneral(double load, double meanService, double cv) {
    return load * meanService * (1 + cv * cv) / (2 * (1 - load));
  }

  /**
   * M/G/1 processor sharing: a request that alone would take {@code service} stays s / (1 − ρ),
   * whatever the distribution.
   *
   * <p>Source: L. Kleinrock, Queueing Systems, vol. 2, 1976, section 4.4.
   */
  static double sojournShared(double load, double service) {
    return service / (1 - load);
  }
}
