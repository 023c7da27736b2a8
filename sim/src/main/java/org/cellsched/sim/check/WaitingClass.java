package org.cellsched.sim.check;

import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;

/**
 * Tasks of one tenant with one affinity: they may use the same CPUs, so their waiting is watched
 * together and no task need be scanned.
 */
final class WaitingClass {

  final int tenant;
  final boolean placed;
  private final CpuMask affinity;
  private final int words;

  /** CPUs that the tasks may use by plan and affinity; of these, the cell's own. */
  long[] eligible = new long[0];

  long[] own = new long[0];

  int waiting;

  /** Its place among the classes that wait, while it does. */
  int position;

  /** Since when at least one has been waiting. */
  long waitingSinceNs;

  /** Idle CPUs among the eligible ones; kept only while someone waits. */
  int eligibleIdle;

  private long idleBesideNs;
  private long accruedNs;

  /**
   * @param placed whether they are in their tenant's cell; else in the root cell
   */
  WaitingClass(int tenant, boolean placed, CpuMask affinity, int cpuCount) {
    this.tenant = tenant;
    this.placed = placed;
    this.affinity = affinity;
    this.words = cpuCount + 63 >>> 6;
  }

  /** Takes the CPUs from the plan in force. */
  void refresh(Ownership ownership) {
    own = ownership.primaryOf(livesWith()).and(affinity).toWords(words);
    eligible = ownership.usableBy(livesWith(), affinity).toWords(words);
  }

  /** The tenant whose cell the tasks are in. */
  int livesWith() {
    return placed ? tenant : Tenants.ROOT;
  }

  boolean mayUse(int cpu) {
    return (eligible[cpu >>> 6] >>> cpu & 1) != 0;
  }

  boolean owns(int cpu) {
    return (own[cpu >>> 6] >>> cpu & 1) != 0;
  }

  /** How many idle CPUs the waiting tasks could use. */
  int wantedIdle() {
    return Math.min(waiting, eligibleIdle);
  }

  /**
   * Counts the time up to now; to be called before {@link #waiting} or {@link #eligibleIdle}
   * changes.
   */
  void accrue(long nowNs) {
    idleBesideNs += wantedIdle() * (nowNs - accruedNs);
    accruedNs = nowNs;
  }

  /** CPU time that eligible CPUs idled beside its waiting tasks, up to the last {@link #accrue}. */
  long idleBesideNs() {
    return idleBesideNs;
  }
}
