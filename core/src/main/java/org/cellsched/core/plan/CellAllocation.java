package org.cellsched.core.plan;

import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;

/**
 * One cell's part of a plan.
 *
 * @param primary the CPUs it owns; disjoint from every other cell's
 * @param borrowable the CPUs its tasks may use while they stand idle; empty where borrowing is off
 */
public record CellAllocation(CellId id, CpuMask primary, CpuMask borrowable) {}
