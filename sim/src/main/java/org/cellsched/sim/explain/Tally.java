package org.cellsched.sim.explain;

import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.tenant.Tenants;

/**
 * Adds up who had the CPUs that a waiting task could have used: by CPU, and by task. Every
 * nanosecond of every such CPU is counted once.
 */
final class Tally implements TurnLog.Visitor {

  /** What CPU time can be spent on; the parts of {@link CpuTime}. */
  private enum Part {
    OWN_CELL,
    OTHER_CELLS,
    SWITCHING,
    IDLE,
    HIGHER_CLASS,
    INTERRUPT,
    OFFLINE,
    THROTTLED
  }

  /** What one task had. */
  static final class Share {
    long ranNs;
    long longestNs;
    int turns;
    CpuMask cpus = CpuMask.none();
  }

  private final Tenants tenants;
  private final int tenant;
  private final SortedMap<Integer, long[]> byCpu = new TreeMap<>();
  private final SortedMap<Integer, Share> byTask = new TreeMap<>();
  private CpuMask eligible = CpuMask.none();
  private boolean throttled;

  /** For a task of this tenant. */
  Tally(Tenants tenants, int tenant) {
    this.tenants = tenants;
    this.tenant = tenant;
  }

  /**
   * Counts a stretch of time, in which the task could have used these CPUs, or was throttled and
   * could not, whoever had them.
   */
  void add(TurnLog log, long fromNs, long toNs, CpuMask usable, boolean isThrottled) {
    eligible = usable;
    throttled = isThrottled;
    log.visit(fromNs, toNs, this);
  }

  @Override
  public void turn(int cpu, int occupant, long fromNs, long runsFromNs, long toNs) {
    if (!eligible.contains(cpu)) {
      return;
    }
    if (throttled) {
      count(cpu, Part.THROTTLED, toNs - fromNs);
      return;
    }
    count(cpu, Part.SWITCHING, runsFromNs - fromNs);
    count(cpu, partOf(occupant), toNs - runsFromNs);
    if (occupant >= 0 && toNs > runsFromNs) {
      Share share = byTask.computeIfAbsent(occupant, task -> new Share());
      share.ranNs += toNs - runsFromNs;
      share.longestNs = Math.max(share.longestNs, toNs - runsFromNs);
      share.turns++;
      share.cpus = share.cpus.with(cpu);
    }
  }

  @Override
  public void interrupt(int cpu, int occupant, long fromNs, long toNs) {
    if (!eligible.contains(cpu) || throttled) {
      return;
    }
    count(cpu, Part.INTERRUPT, toNs - fromNs);
    count(cpu, partOf(occupant), fromNs - toNs);
    if (occupant >= 0) {
      byTask.computeIfAbsent(occupant, task -> new Share()).ranNs -= toNs - fromNs;
    }
  }

  private Part partOf(int occupant) {
    return switch (occupant) {
      case TurnLog.IDLE -> Part.IDLE;
      case TurnLog.TAKEN -> Part.HIGHER_CLASS;
      case TurnLog.OFFLINE -> Part.OFFLINE;
      default -> tenants.ofTask(occupant) == tenant ? Part.OWN_CELL : Part.OTHER_CELLS;
    };
  }

  private void count(int cpu, Part part, long ns) {
    byCpu.computeIfAbsent(cpu, unknown -> new long[Part.values().length])[part.ordinal()] += ns;
  }

  /** By CPU, what became of its time. */
  SortedMap<Integer, CpuTime> timeByCpu() {
    SortedMap<Integer, CpuTime> times = new TreeMap<>();
    byCpu.forEach((cpu, parts) -> times.put(cpu, time(parts)));
    return times;
  }

  /** All CPUs together. */
  CpuTime time() {
    return timeByCpu().values().stream().reduce(CpuTime.NONE, CpuTime::plus);
  }

  /** By number of the task, what it had. */
  SortedMap<Integer, Share> shares() {
    return byTask;
  }

  private static CpuTime time(long[] parts) {
    return new CpuTime(
        parts[Part.OWN_CELL.ordinal()],
        parts[Part.OTHER_CELLS.ordinal()],
        parts[Part.SWITCHING.ordinal()],
        parts[Part.IDLE.ordinal()],
        parts[Part.HIGHER_CLASS.ordinal()],
        parts[Part.INTERRUPT.ordinal()],
        parts[Part.OFFLINE.ordinal()],
        parts[Part.THROTTLED.ordinal()]);
  }
}
