package org.cellsched.core.control;

import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * What the controller knows of one cell, for reports.
 *
 * @param cgroup null for the root cell
 * @param cpuset its constraint, null if it has none
 * @param primary CPUs it owns by the last applied plan; none before its first
 * @param utilisationPpm of its CPUs over the last measured interval; over 1,000,000 when it borrows
 * @param demandMilliCpus what it ran and waited for over the last measured interval
 */
public record CellStatus(
    CellId id,
    @Nullable CgroupIdentity cgroup,
    @Nullable CpuMask cpuset,
    CpuMask primary,
    long utilisationPpm,
    long demandMilliCpus) {}
