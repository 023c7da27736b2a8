package org.cellsched.core.plan;

import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * What changes hands from one plan to the next.
 *
 * @param moved CPUs that have an owner in both plans, and not the same one
 * @param added CPUs that only the later plan hands out: they came online
 * @param removed CPUs that only the earlier plan handed out: they went offline
 * @param changes cells whose primary CPUs differ, in ascending order of id
 */
public record PlanDiff(
    CpuMask moved, CpuMask added, CpuMask removed, List<CellChange> changes) {

  public PlanDiff {
    changes = List.copyOf(changes);
  }

  /** One cell's gains and losses; a cell that only one of the plans has gains or loses all. */
  public record CellChange(CellId id, CpuMask gained, CpuMask lost) {}

  /**
   * The difference between two plans. O(cells × CPUs / 64).
   *
   * @param before null if there was no plan: every CPU is then added, none moved
   */
  public static PlanDiff between(@Nullable CellPlan before, CellPlan after) {
    throw new UnsupportedOperationException(before + " " + after);
  }

  /** Number of CPUs that moved from one cell to another. */
  public int movedCount() {
    return moved.size();
  }

  /** Whether every primary mask is the same in both plans. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** One sentence for people. */
  public String describe() {
    throw new UnsupportedOperationException();
  }
}
