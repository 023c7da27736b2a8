package org.cellsched.core.demand;

import org.cellsched.core.cell.CellId;

/**
 * What one cell could use while it was measured.
 *
 * @param ownCpus CPUs it owns by the plan in force, at least 1
 * @param usableCpus CPUs that its cpuset leaves it, at most those online; at least 1
 */
public record CellCapacity(CellId id, int ownCpus, int usableCpus) {}
