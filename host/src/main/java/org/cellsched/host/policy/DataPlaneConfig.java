package org.cellsched.host.policy;

import org.cellsched.core.dispatch.SliceCut;

/**
 * The settings of the data plane: what places tasks at each wakeup.
 *
 * @param sliceNs how long a task runs before others get their turn
 * @param llcAware whether a cell has one queue per last-level cache instead of one
 * @param lenderProtectionNs how long a CPU is not lent again after its owner took it back, so that
 *     CPUs do not ping-pong; 0 for not at all
 * @param reclaim whether an owner's waking task takes a lent CPU back at once; else the borrower
 *     keeps it until its slice ends
 * @param sliceCut how short a slice is cut for a task that waits for one CPU alone
 */
public record DataPlaneConfig(
    long sliceNs, boolean llcAware, long lenderProtectionNs, boolean reclaim, SliceCut sliceCut) {

  /** 20 ms slices, one queue per cell, 200 µs of protection, with reclaim, cuts to 0.5-4 ms. */
  public static final DataPlaneConfig DEFAULT =
      new DataPlaneConfig(20_000_000, false, 200_000, true);

  /** With slices cut by default. */
  public DataPlaneConfig(long sliceNs, boolean llcAware, long lenderProtectionNs, boolean reclaim) {
    this(sliceNs, llcAware, lenderProtectionNs, reclaim, SliceCut.DEFAULT);
  }
}
