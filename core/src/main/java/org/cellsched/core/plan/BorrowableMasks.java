package org.cellsched.core.plan;

import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/** Which CPUs of others a cell may use while they stand idle. */
final class BorrowableMasks {

  private BorrowableMasks() {}

  /**
   * All CPUs of the machine but the cell's own, inside its cpuset if it has one; none where
   * borrowing is off.
   */
  static CpuMask borrowable(PlanRequest request, @Nullable CpuMask cpuset, CpuMask primary) {
    if (!request.borrowing()) {
      return CpuMask.none();
    }
    CpuMask others = request.cpus().andNot(primary);
    return cpuset == null ? others : others.and(cpuset);
  }
}
