package org.cellsched.sim.scheduler;

/**
 * How a CPU is shared between the two kinds of tasks that wait for it: cell-wide ones of its owner,
 * which others of the cell's CPUs serve too, and restricted ones, which wait for this CPU alone. Each
 * kind gets half of the virtual time while both wait, so that neither can starve the other.
 */
final class CpuShares {

  /** By CPU: virtual time that each kind has had of it. */
  private final long[] restrictedNs;

  private final long[] cellWideNs;

  CpuShares(int cpuCount) {
    restrictedNs = new long[cpuCount];
    cellWideNs = new long[cpuCount];
  }

  void restrictedRan(int cpu, long chargedNs) {
    restrictedNs[cpu] += chargedNs;
  }

  void cellWideRan(int cpu, long chargedNs) {
    cellWideNs[cpu] += chargedNs;
  }

  /** Whether restricted tasks are not ahead. */
  boolean restrictedGoFirst(int cpu) {
    return restrictedNs[cpu] <= cellWideNs[cpu];
  }

  /** A kind that does not wait saves up no more than {@code creditNs} for when it does. */
  void forgetIdle(int cpu, boolean restrictedWait, boolean cellWideWait, long creditNs) {
    if (!restrictedWait) {
      restrictedNs[cpu] = Math.max(restrictedNs[cpu], cellWideNs[cpu] - creditNs);
    }
    if (!cellWideWait) {
      cellWideNs[cpu] = Math.max(cellWideNs[cpu], restrictedNs[cpu] - creditNs);
    }
  }
}
