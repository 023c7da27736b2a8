package org.cellsched.sim.scenario;

import org.cellsched.core.cpu.CpuDistance;

/**
 * What it costs a task to go on elsewhere than where it last ran: caches to refill, by how far the
 * two CPUs are apart. CPU time of the receiving CPU, in nanoseconds.
 */
public record MigrationCosts(
    long sameCoreNs, long sameLlcNs, long sameNodeNs, long sameSocketNs, long otherSocketNs) {

  /**
   * 0, 1, 5, 10 and 20 µs: siblings share all caches; within an LLC the private ones are refilled
   * from it; beyond it, from memory, the farther the slower.
   */
  public static final MigrationCosts DEFAULT = new MigrationCosts(0, 1_000, 5_000, 10_000, 20_000);

  /** The cost over this distance; 0 on the same CPU. */
  public long of(CpuDistance distance) {
    return switch (distance) {
      case SAME_CPU -> 0;
      case SAME_CORE -> sameCoreNs;
      case SAME_LLC -> sameLlcNs;
      case SAME_NODE -> sameNodeNs;
      case SAME_SOCKET -> sameSocketNs;
      case OTHER_SOCKET -> otherSocketNs;
    };
  }
}
