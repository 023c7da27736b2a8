package org.cellsched.core.plan;

import org.cellsched.core.cell.CellId;

/**
 * A workload cell that a plan leaves out: its cgroup stays in the root cell until there is room.
 *
 * @param cell the cell
 * @param reason why, as a clause for people that can follow "cell 3 stays in the root cell:"
 */
public record Demotion(CellId cell, String reason) {

  /** A whole sentence without its full stop. */
  public String describe() {
    return "cell " + cell + " stays in the root cell: " + reason;
  }
}
