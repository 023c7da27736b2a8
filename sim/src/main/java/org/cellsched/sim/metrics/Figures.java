package org.cellsched.sim.metrics;

import org.cellsched.core.cpu.CpuDistance;

/** What is counted alike for a tenant and for a task group. */
public final class Figures {

  final long[] startsByDistance = new long[CpuDistance.values().length];
  final Latencies wakeupLatency = new Latencies();
  final Latencies requestLatency = new Latencies();
  long cpuTimeNs;
  long throttledNs;
  long starts;

  /** CPU time used. */
  public long cpuTimeNs() {
    return cpuTimeNs;
  }

  /** Time that its tasks waited because cpu.max kept them from all CPUs, in sum. */
  public long throttledNs() {
    return throttledNs;
  }

  /** Times that one of its tasks was switched in. */
  public long switches() {
    return starts;
  }

  /** Starts on another CPU than the task's last. */
  public long migrations() {
    return starts - migrations(CpuDistance.SAME_CPU);
  }

  /** Starts at this distance from the task's last CPU. */
  public long migrations(CpuDistance distance) {
    return startsByDistance[distance.ordinal()];
  }

  public Latencies wakeupLatency() {
    return wakeupLatency;
  }

  /** From arrival to completion of requests; empty where none are served. */
  public Latencies requestLatency() {
    return requestLatency;
  }

  void started(CpuDistance moved) {
    starts++;
    startsByDistance[moved.ordinal()]++;
  }
}
