package org.cellsched.core.control;

import java.util.List;
import org.cellsched.core.cell.CellRegistry;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.demand.DemandTracker;
import org.cellsched.core.rebalance.Rebalancer;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of a {@link CellController} as one immutable value of plain parts; equal
 * controllers have equal checkpoints. Configuration and topology are not in it.
 *
 * @param listed whether a snapshot has come: no plan before
 * @param enforcedHoldout whether a plan ever took claimed CPUs for the root cell
 * @param cpusets ascending by cgroup
 * @param wakeAtNs the wake that the host still owes, if any
 */
public record ControllerCheckpoint(
    boolean listed,
    CpuMask online,
    CellRegistry.Checkpoint registry,
    List<CpusetKnowledge> cpusets,
    IssuedPlans plans,
    Debounce debounce,
    RetryBackoff backoff,
    PlanNotices notices,
    DemandTracker.Checkpoint demand,
    Rebalancer rebalancer,
    String lastRebalanceDecision,
    boolean enforcedHoldout,
    long plansComputed,
    @Nullable Long wakeAtNs) {

  public ControllerCheckpoint {
    cpusets = List.copyOf(cpusets);
  }
}
