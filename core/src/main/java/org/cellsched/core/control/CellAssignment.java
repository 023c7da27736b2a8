package org.cellsched.core.control;

import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;

/** The cell that a cgroup's tasks, and those of its descendants, belong to. */
public record CellAssignment(CgroupIdentity cgroup, CellId cell) {}
