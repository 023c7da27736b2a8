package org.cellsched.core.demand;

import java.util.List;

/**
 * The counters of all cells at one time.
 *
 * @param generation of the plan that was in force when the counters were read
 * @param takenAtNs when they were read, on the clock of the controller's inputs; intervals are
 *     measured from these times, never assumed
 * @param cells in ascending order of id; a cell may be missing
 */
public record DemandSample(long generation, long takenAtNs, List<CellCounters> cells) {

  public DemandSample {
    cells = List.copyOf(cells);
  }
}
