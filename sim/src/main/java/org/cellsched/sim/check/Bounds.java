package org.cellsched.sim.check;

import org.cellsched.core.cpu.Topology;
import org.jspecify.annotations.Nullable;

/**
 * What the checkers hold a run to, in nanoseconds.
 *
 * @param maxWaitNs longest wait of a runnable task; null to derive it
 * @param handOverNs how long after a plan change a task may be on a CPU its cell lost; one that
 *     started there meanwhile may have its turn
 * @param reclaimNs how long a borrower may keep a CPU its owner wants; null where CPUs are not
 *     taken back
 * @param idleStretchNs longest time on end for which CPUs may idle beside an eligible waiting task;
 *     null for no limit
 * @param sliceNs the scheduler's slice
 * @param tickNs the kernel's tick
 * @param llcsWithOwnQueues where a cell has a queue per LLC, the machine; else null
 * @param sharesByCgroup whether cgroups get CPU time by their weights, at each level of the tree,
 *     and the CPUs of a cgroup a part of its share each
 * @param callbacksOverlap whether callbacks interrupt each other: one that overlaps with a
 *     publication goes by the plan before, and nobody outside can tell
 */
public record Bounds(
    @Nullable Long maxWaitNs,
    long handOverNs,
    @Nullable Long reclaimNs,
    @Nullable Long idleStretchNs,
    long sliceNs,
    long tickNs,
    @Nullable Topology llcsWithOwnQueues,
    boolean sharesByCgroup,
    boolean callbacksOverlap) {}
