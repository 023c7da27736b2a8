package org.cellsched.sim.kernel;

import java.util.EnumMap;
import java.util.Map;
import org.cellsched.core.cpu.CpuDistance;

/**
 * What the kernel's work costs, in nanoseconds of the CPU that does it.
 *
 * @param switchNs a switch to a task
 * @param kickNs from asking another CPU to look for work until it does
 * @param callbackNs each callback into the scheduler that a switch makes
 * @param migrationNs added to a switch by how far the task moved: caches are refilled
 */
public record KernelCosts(
    long switchNs, long kickNs, long callbackNs, Map<CpuDistance, Long> migrationNs) {

  /** Everything free: for comparison with queueing theory. */
  public static final KernelCosts FREE = new KernelCosts(0, 0, 0, new EnumMap<>(CpuDistance.class));

  /** Cost of a switch to a task that last ran {@code moved} away. */
  long switchTo(CpuDistance moved) {
    return switchNs + migrationNs.getOrDefault(moved, 0L);
  }

  /** The costs as a table by distance, for the event path. */
  long[] switchCostByDistance() {
    CpuDistance[] distances = CpuDistance.values();
    long[] costs = new long[distances.length];
    for (CpuDistance distance : distances) {
      costs[distance.ordinal()] = switchTo(distance);
    }
    return costs;
  }
}
