package org.cellsched.sim.scheduler;

import org.cellsched.core.cell.CellId;
import org.cellsched.core.demand.CellCounters;

/** The cell scheduler's counters by cell, in nanoseconds, counting up: the per-cell counter map. */
final class Accounts {

  private final long[] runNs = new long[CellId.MAX_CELLS];
  private final long[] waitNs = new long[CellId.MAX_CELLS];
  private final long[] restrictedWaitNs = new long[CellId.MAX_CELLS];
  private final long[] borrowedNs = new long[CellId.MAX_CELLS];
  private final long[] lentNs = new long[CellId.MAX_CELLS];

  void ran(int cell, int ownerOfCpu, long ranNs) {
    runNs[cell] += ranNs;
    if (cell != ownerOfCpu) {
      borrowedNs[cell] += ranNs;
      lentNs[ownerOfCpu] += ranNs;
    }
  }

  void waited(int cell, boolean restricted, long waitedNs) {
    (restricted ? restrictedWaitNs : waitNs)[cell] += waitedNs;
  }

  CellCounters of(int cell) {
    return new CellCounters(
        new CellId(cell),
        runNs[cell],
        waitNs[cell],
        restrictedWaitNs[cell],
        borrowedNs[cell],
        lentNs[cell]);
  }
}
