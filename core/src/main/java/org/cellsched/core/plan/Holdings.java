package org.cellsched.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.MutableCpuMask;
import org.jspecify.annotations.Nullable;

/**
 * A plan in the making: what each cell owns so far, and how many CPUs its weight entitles it to.
 */
final class Holdings {

  private final PlanRequest request;
  private final List<CellRequest> cells;
  private final SortedMap<CellId, Integer> targets = new TreeMap<>();
  private final SortedMap<CellId, MutableCpuMask> owned = new TreeMap<>();
  private final SortedMap<CellId, Integer> counts = new TreeMap<>();

  /**
   * Nothing handed out yet.
   *
   * @param cells those of the request, valid, ascending by id; no more than there are CPUs
   */
  Holdings(PlanRequest request, List<CellRequest> cells) {
    this.request = request;
    this.cells = cells;
    List<Integer> targetOf = CellTargets.of(request.cpus(), cells);
    for (int i = 0; i < targetOf.size(); i++) {
      targets.put(cells.get(i).id(), targetOf.get(i));
      owned.put(cells.get(i).id(), new MutableCpuMask(0));
      counts.put(cells.get(i).id(), 0);
    }
  }

  /** Gives CPUs that nobody has yet. */
  void give(CellId cell, CpuMask cpus) {
    cpus.forEach(known(owned.get(cell), cell)::set);
    counts.merge(cell, cpus.size(), Integer::sum);
  }

  /** Number of CPUs that {@code cell} owns so far. */
  int count(CellId cell) {
    return known(counts.get(cell), cell);
  }

  /** CPUs that {@code cell} lacks of its target; negative if it has more. */
  int shortfall(CellId cell) {
    return known(targets.get(cell), cell) - count(cell);
  }

  /** The shortfall of every cell as it stands now, 0 for those that have enough. */
  SortedMap<CellId, Long> deficits() {
    SortedMap<CellId, Long> deficits = new TreeMap<>();
    for (CellRequest cell : cells) {
      deficits.put(cell.id(), Math.max(0L, shortfall(cell.id())));
    }
    return deficits;
  }

  /** Every cell's CPUs and what it may borrow. */
  CellPlan toPlan(boolean enforcedHoldout) {
    List<CellAllocation> allocations = new ArrayList<>();
    for (CellRequest cell : cells) {
      CpuMask primary = known(owned.get(cell.id()), cell.id()).toImmutable();
      CpuMask borrowable = BorrowableMasks.borrowable(request, cell.cpuset(), primary);
      allocations.add(new CellAllocation(cell.id(), primary, borrowable));
    }
    return new CellPlan(allocations, enforcedHoldout);
  }

  private static <T> T known(@Nullable T value, CellId cell) {
    if (value == null) {
      throw new IllegalArgumentException("no cell " + cell + " in the request");
    }
    return value;
  }
}
