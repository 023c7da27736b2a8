package org.cellsched.core.plan;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;

/**
 * Which CPUs each cell may own in any plan: a cell with a cpuset those of it, the root cell all,
 * any other those that no cell claims. A plan exists if and only if every cell can have one of its
 * permitted CPUs to itself: whatever is left then goes to claimants, or to the root cell.
 */
final class PermittedCpus {

  private PermittedCpus() {}

  /**
   * By cell, ascending.
   *
   * @param cells with cpusets inside {@code machine}; may lack the root cell; of one id twice the
   *     last counts
   */
  static SortedMap<CellId, CpuMask> of(CpuMask machine, List<CellRequest> cells) {
    CpuMask unclaimed = unclaimed(machine, cells);
    SortedMap<CellId, CpuMask> permitted = new TreeMap<>();
    for (CellRequest cell : cells) {
      permitted.put(cell.id(), cell.id().isRoot() ? machine : workload(cell, unclaimed));
    }
    return permitted;
  }

  private static CpuMask workload(CellRequest cell, CpuMask unclaimed) {
    CpuMask cpuset = cell.cpuset();
    return cpuset == null ? unclaimed : cpuset;
  }

  /** The CPUs of {@code machine} that are in no cpuset. */
  static CpuMask unclaimed(CpuMask machine, List<CellRequest> cells) {
    CpuMask unclaimed = machine;
    for (CellRequest cell : cells) {
      if (cell.cpuset() != null) {
        unclaimed = unclaimed.andNot(cell.cpuset());
      }
    }
    return unclaimed;
  }
}
