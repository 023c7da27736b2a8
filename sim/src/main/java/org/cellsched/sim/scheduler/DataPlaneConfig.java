package org.cellsched.sim.scheduler;

/**
 * Settings of the cell scheduler's data plane: the one configuration struct of the C.
 *
 * @param sliceNs time slice
 * @param llcAware one queue per cell and LLC instead of one per cell
 * @param reclaim whether an owner takes a lent CPU back by preemption
 * @param lenderProtectionNs how long a CPU is not borrowed again after it was taken back
 */
public record DataPlaneConfig(
    long sliceNs, boolean llcAware, boolean reclaim, long lenderProtectionNs) {}
