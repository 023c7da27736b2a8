package org.cellsched.sim.metrics;

/** The figures of one tenant. */
public final class TenantFigures {

  final Figures tasks = new Figures();
  long borrowedNs;
  long lentNs;
  long capacityNs;
  long capacitySinceNs;
  int ownCpus;
  long demandSumMilliCpus;
  long demandSamples;

  /** What its tasks did. */
  public Figures tasks() {
    return tasks;
  }

  /** CPU time that its tasks used on CPUs of others. */
  public long borrowedNs() {
    return borrowedNs;
  }

  /** CPU time that others used on its CPUs. */
  public long lentNs() {
    return lentNs;
  }

  /** CPU time that its own CPUs had to give, up to {@code nowNs}. */
  public long capacityNs(long nowNs) {
    return capacityNs + ownCpus * (nowNs - capacitySinceNs);
  }

  /** Sum, over the controller's samples, of the demand it saw. */
  public long demandSumMilliCpus() {
    return demandSumMilliCpus;
  }

  public long demandSamples() {
    return demandSamples;
  }

  void owns(int cpus, long nowNs) {
    capacityNs = capacityNs(nowNs);
    capacitySinceNs = nowNs;
    ownCpus = cpus;
  }
}
