package org.cellsched.core.demand;

import org.cellsched.core.cell.CellId;

/**
 * One cell's counters as the data plane keeps them: CPU time in nanoseconds, counted up since the
 * data plane started. They may jump back (a CPU's share moves with its owner); who takes
 * differences saturates them at zero.
 *
 * @param runNs time that the cell's tasks ran, on any CPU
 * @param waitNs time that its cell-wide tasks waited, summed over tasks
 * @param restrictedWaitNs the same for restricted tasks, which more CPUs would not help
 * @param borrowedNs part of {@code runNs} on CPUs of other cells
 * @param lentNs time that other cells' tasks ran on this cell's CPUs
 */
public record CellCounters(
    CellId id, long runNs, long waitNs, long restrictedWaitNs, long borrowedNs, long lentNs) {}
