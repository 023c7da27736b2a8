package org.cellsched.core.plan;

import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.jspecify.annotations.Nullable;

/**
 * The whole input of a planner.
 *
 * @param cpus the CPUs to hand out: those online
 * @param topology of the possible machine; null where unknown: planners then know no LLCs
 * @param rootMinCpus how many CPUs the root cell wants at least, 0 for no holdout
 * @param borrowing whether borrowable masks are computed
 * @param cells in any order, the root cell among them
 */
public record PlanRequest(
    CpuMask cpus,
    @Nullable Topology topology,
    int rootMinCpus,
    boolean borrowing,
    List<CellRequest> cells) {

  public PlanRequest {
    cells = List.copyOf(cells);
  }
}
