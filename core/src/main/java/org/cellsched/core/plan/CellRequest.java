package org.cellsched.core.plan;

import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * What one cell asks of a plan.
 *
 * @param id the cell
 * @param cpuset the CPUs its cgroup is limited to; null if it is not limited
 * @param weight its share of the CPUs relative to the others'; null where demand is not used, which
 *     then holds for all cells of a request
 */
public record CellRequest(CellId id, @Nullable CpuMask cpuset, @Nullable Long weight) {}
