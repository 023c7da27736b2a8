package org.cellsched.sim.scheduler.fair;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.sim.kernel.CpuMax;

/**
 * What {@code cpu.max} allows a group, as in Documentation/scheduler/sched-bwc.rst: a pool that
 * each period fills up, and on each CPU a piece of it that is used there. A piece may be overdrawn
 * until the next tick; the debt is paid from the next one.
 */
final class Bandwidth {

  /** What a CPU that has no use for it keeps of its piece: a fifth, 1 ms of 5. */
  private static final int KEPT_PART = 5;

  final CpuMax limit;
  private final long pieceNs;
  private final long[] leftNs;
  private final List<EntityQueue> throttled = new ArrayList<>();
  private long poolNs;
  private long periodEndNs;

  Bandwidth(CpuMax limit, int cpuCount, long pieceNs, long nowNs) {
    this.limit = limit;
    this.pieceNs = pieceNs;
    leftNs = new long[cpuCount];
    poolNs = limit.quotaNs();
    periodEndNs = nowNs + limit.periodNs();
  }

  long periodEndNs() {
    return periodEndNs;
  }

  void charge(int cpu, long ranNs) {
    leftNs[cpu] -= ranNs;
  }

  /** What is left of the CPU's piece; negative if it is overdrawn. */
  long leftNs(int cpu) {
    return leftNs[cpu];
  }

  /** Whether the CPU has something left, perhaps of a new piece that it gets now. */
  boolean isLeft(int cpu) {
    if (leftNs[cpu] <= 0) {
      take(cpu, pieceNs);
    }
    return leftNs[cpu] > 0;
  }

  /** Takes from the pool until the CPU has {@code wantedNs} left, or the pool is empty. */
  private void take(int cpu, long wantedNs) {
    long takenNs = Math.min(poolNs, wantedNs - leftNs[cpu]);
    poolNs -= takenNs;
    leftNs[cpu] += takenNs;
  }

  void throttled(EntityQueue queue) {
    throttled.add(queue);
  }

  /** All queues that are throttled, those first that have been so for longest. */
  List<EntityQueue> throttled() {
    return List.copyOf(throttled);
  }

  /** A period ends, and the pool is full again; what was left of it is lost. */
  void refill() {
    poolNs = limit.quotaNs();
    periodEndNs += limit.periodNs();
  }

  /**
   * Pays the debts of throttled CPUs, those first that were throttled first; answers those that may
   * go on.
   */
  List<EntityQueue> distribute() {
    List<EntityQueue> free = new ArrayList<>();
    for (EntityQueue queue : throttled) {
      if (poolNs > 0) {
        take(queue.cpu, 1);
      }
      if (leftNs[queue.cpu] > 0) {
        free.add(queue);
      }
    }
    throttled.removeAll(free);
    return free;
  }

  /** Nobody of the group is left on the CPU: others may use most of its piece. */
  boolean giveBack(int cpu, boolean all) {
    long keptNs = all ? 0 : pieceNs / KEPT_PART;
    long givenNs = leftNs[cpu] - keptNs;
    if (givenNs > 0) {
      leftNs[cpu] -= givenNs;
      poolNs += givenNs;
    }
    return givenNs > 0 && poolNs > pieceNs && !throttled.isEmpty();
  }
}
