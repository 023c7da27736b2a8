package org.cellsched.sim.explain;

import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.tenant.Tenants;

/**
 * Adds up what became of the time of the CPUs that a waiting task could have used. Every nanosecond
 * of every such CPU is counted once. A turn costs O(1).
 */
class CpuTimeTally implements TurnLog.Visitor {

  // What CPU time can be spent on: the parts of CpuTime.
  private static final int OWN_CELL = 0;
  private static final int OTHER_CELLS = 1;
  private static final int SWITCHING = 2;
  private static final int IDLE = 3;
  private static final int HIGHER_CLASS = 4;
  private static final int INTERRUPT = 5;
  private static final int OFFLINE = 6;
  private static final int THROTTLED = 7;
  private static final int PARTS = 8;

  private final Tenants tenants;
  private final int tenant;
  private final long[] parts = newParts();
  private CpuMask eligible = CpuMask.none();
  private boolean throttled;

  /** For a task of this tenant. */
  CpuTimeTally(Tenants tenants, int tenant) {
    this.tenants = tenants;
    this.tenant = tenant;
  }

  /**
   * Counts a stretch of time, in which the task could have used these CPUs, or was throttled and
   * could not, whoever had them.
   */
  final void add(TurnLog log, long fromNs, long toNs, CpuMask usable, boolean isThrottled) {
    eligible = usable;
    throttled = isThrottled;
    log.visit(fromNs, toNs, this);
  }

  @Override
  public final void turn(int cpu, int occupant, long fromNs, long runsFromNs, long toNs) {
    if (!eligible.contains(cpu)) {
      return;
    }
    if (throttled) {
      count(cpu, THROTTLED, toNs - fromNs);
      return;
    }
    count(cpu, SWITCHING, runsFromNs - fromNs);
    count(cpu, partOf(occupant), toNs - runsFromNs);
    if (occupant >= 0 && toNs > runsFromNs) {
      ran(cpu, occupant, toNs - runsFromNs);
    }
  }

  @Override
  public final void interrupt(int cpu, int occupant, long fromNs, long toNs) {
    if (!eligible.contains(cpu) || throttled) {
      return;
    }
    count(cpu, INTERRUPT, toNs - fromNs);
    count(cpu, partOf(occupant), fromNs - toNs);
    if (occupant >= 0) {
      interrupted(occupant, toNs - fromNs);
    }
  }

  private int partOf(int occupant) {
    return switch (occupant) {
      case TurnLog.IDLE -> IDLE;
      case TurnLog.TAKEN -> HIGHER_CLASS;
      case TurnLog.OFFLINE -> OFFLINE;
      default -> tenants.ofTask(occupant) == tenant ? OWN_CELL : OTHER_CELLS;
    };
  }

  void count(int cpu, int part, long ns) {
    parts[part] += ns;
  }

  /** A task had this CPU without a break. */
  void ran(int cpu, int task, long ns) {}

  /** So much of what a task {@link #ran} was an interrupt's. */
  void interrupted(int task, long ns) {}

  /** All CPUs together. */
  final CpuTime time() {
    return time(parts);
  }

  static long[] newParts() {
    return new long[PARTS];
  }

  static CpuTime time(long[] parts) {
    return new CpuTime(
        parts[OWN_CELL],
        parts[OTHER_CELLS],
        parts[SWITCHING],
        parts[IDLE],
        parts[HIGHER_CLASS],
        parts[INTERRUPT],
        parts[OFFLINE],
        parts[THROTTLED]);
  }
}
