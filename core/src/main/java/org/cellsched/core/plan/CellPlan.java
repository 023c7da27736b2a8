package org.cellsched.core.plan;

import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * A complete assignment of CPUs to cells.
 *
 * @param cells in ascending order of id, the root cell first
 * @param enforcedHoldout whether CPUs that workload cells claim were taken for the root cell
 */
public record CellPlan(List<CellAllocation> cells, boolean enforcedHoldout) {

  public CellPlan {
    cells = List.copyOf(cells);
  }

  /** The allocation of {@code id}, or null if the plan has no such cell. O(cells). */
  public @Nullable CellAllocation find(CellId id) {
    for (CellAllocation cell : cells) {
      if (cell.id().equals(id)) {
        return cell;
      }
    }
    return null;
  }

  /** The CPUs that {@code id} owns; none if the plan has no such cell. */
  public CpuMask primaryOf(CellId id) {
    CellAllocation cell = find(id);
    return cell == null ? CpuMask.none() : cell.primary();
  }
}
