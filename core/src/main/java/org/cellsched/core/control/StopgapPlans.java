package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.core.plan.LadderOutcome;
import org.cellsched.core.plan.PlanRequest;
import org.cellsched.core.plan.PlanRung;

/** Equal parts, cpusets ignored: stands in until {@code PlanLadder} is there. Not for keeps. */
final class StopgapPlans {

  private StopgapPlans() {}

  static LadderOutcome climb(PlanRequest request, List<CellId> newestFirst) {
    int[] cpus = request.cpus().toArray();
    int cells = Math.min(request.cells().size(), cpus.length);
    List<CellAllocation> allocations = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      CpuMask primary = CpuMask.none();
      for (int k = i * cpus.length / cells; k < (i + 1) * cpus.length / cells; k++) {
        primary = primary.with(cpus[k]);
      }
      CpuMask borrowable = request.borrowing() ? request.cpus().andNot(primary) : CpuMask.none();
      allocations.add(new CellAllocation(request.cells().get(i).id(), primary, borrowable));
    }
    return new LadderOutcome(new CellPlan(allocations, false), PlanRung.CONFIGURED, List.of(), "");
  }
}
