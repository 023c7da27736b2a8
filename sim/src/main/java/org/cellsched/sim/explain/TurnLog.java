package org.cellsched.sim.explain;

import java.util.Arrays;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.kernel.Task;

/**
 * Who had which CPU, and when: the turns of the recent past, oldest forgotten first. A turn is a
 * time in which a CPU belonged to one task, or was idle, taken or offline; the turns of a CPU leave
 * no gap. Each event costs O(1), and memory is bounded by the capacity.
 */
public final class TurnLog implements KernelObserver {

  /** Occupants that are no tasks; tasks have numbers from 0. */
  public static final int IDLE = -1;

  public static final int TAKEN = -2;
  public static final int OFFLINE = -3;

  /** Sees turns, cut to the time that was asked for. */
  public interface Visitor {

    /**
     * @param runsFromNs until then the CPU was switching to the task; not before {@code fromNs}
     * @param toNs not before {@code runsFromNs}
     */
    void turn(int cpu, int occupant, long fromNs, long runsFromNs, long toNs);

    /** A part of the occupant's turn that an interrupt took; never of its switch. */
    void interrupt(int cpu, int occupant, long fromNs, long toNs);
  }

  private static final class Turn {
    int cpu;
    int occupant;
    boolean interrupt;
    long fromNs;
    long runsFromNs;
    long toNs;

    void set(int cpu, int occupant, boolean interrupt, long fromNs, long runsFromNs, long toNs) {
      this.cpu = cpu;
      this.occupant = occupant;
      this.interrupt = interrupt;
      this.fromNs = fromNs;
      this.runsFromNs = runsFromNs;
      this.toNs = toNs;
    }
  }

  private static final long NONE = -1;

  private static final int FIRST_CAPACITY = 1 << 7;

  private final int mostTurns;
  private final int capacity;

  /** Turns that ended and are still known: from {@code first} on, before {@code end}, modulo. */
  private Turn[] ring = newTurns(FIRST_CAPACITY);

  private long first;
  private long end;

  /** From here on turns are still there, if any are kept. */
  private long keptFrom = NONE;

  /** One that has not ended, to be shown. */
  private final Turn open = new Turn();

  /** All turns that ended later are known. */
  private long knownFromNs;

  private long longestInterruptNs;

  /** By CPU, the turn that has not ended. */
  private final int[] occupantNow;

  private final long[] sinceNs;

  /** By CPU, its last interrupt on record: what ends its turn ends that too. */
  private final long[] lastInterrupt;

  private final long[] runsSinceNs;

  /**
   * @param mostTurns how many turns that ended are known at most; a power of two
   */
  public TurnLog(int cpuCount, int mostTurns) {
    this(cpuCount, mostTurns, mostTurns);
  }

  /**
   * @param mostTurns how many turns that ended are known at most
   * @param capacity for how many there is room at most, with those that are {@link #keep kept}; a
   *     power of two, not less than {@code mostTurns}
   */
  TurnLog(int cpuCount, int mostTurns, int capacity) {
    if (Integer.bitCount(capacity) != 1 || capacity < Math.max(FIRST_CAPACITY, mostTurns)) {
      throw new IllegalArgumentException(
          capacity + " is no power of two from " + Math.max(FIRST_CAPACITY, mostTurns) + " on");
    }
    this.mostTurns = mostTurns;
    this.capacity = capacity;
    occupantNow = new int[cpuCount];
    Arrays.fill(occupantNow, IDLE);
    sinceNs = new long[cpuCount];
    lastInterrupt = new long[cpuCount];
    Arrays.fill(lastInterrupt, NONE);
    runsSinceNs = new long[cpuCount];
  }

  @Override
  public void started(long nowNs, long runsFrom, Cpu cpu, Task task, CpuDistance moved) {
    begin(nowNs, cpu.id(), task.id(), runsFrom);
  }

  @Override
  public void stateChanged(long nowNs, Cpu cpu) {
    switch (cpu.state()) {
      case IDLE -> begin(nowNs, cpu.id(), IDLE, nowNs);
      case TAKEN -> begin(nowNs, cpu.id(), TAKEN, nowNs);
      case OFFLINE -> begin(nowNs, cpu.id(), OFFLINE, nowNs);
      case BUSY -> {
        // Whom it is busy with follows at once.
      }
    }
  }

  @Override
  public void interrupted(long nowNs, Cpu cpu, long from, long ns) {
    lastInterrupt[cpu.id()] = end;
    longestInterruptNs = Math.max(longestInterruptNs, from - nowNs + ns);
    append(cpu.id(), occupantNow[cpu.id()], true, from, from, from + ns);
  }

  private void begin(long nowNs, int cpu, int occupant, long runsFrom) {
    if (lastInterrupt[cpu] >= first) {
      Turn interrupt = at(lastInterrupt[cpu]);
      interrupt.toNs = Math.min(interrupt.toNs, nowNs);
      lastInterrupt[cpu] = NONE;
    }
    if (nowNs > sinceNs[cpu]) {
      append(cpu, occupantNow[cpu], false, sinceNs[cpu], Math.min(runsSinceNs[cpu], nowNs), nowNs);
    }
    occupantNow[cpu] = occupant;
    sinceNs[cpu] = nowNs;
    runsSinceNs[cpu] = runsFrom;
  }

  private void append(int cpu, int occupant, boolean interrupt, long from, long runsFrom, long to) {
    if (end - first == mostTurns) {
      knownFromNs = Math.max(knownFromNs, at(first).toNs);
      first++;
    }
    if (end - oldest() == ring.length) {
      grow();
    }
    at(end++).set(cpu, occupant, interrupt, from, runsFrom, to);
  }

  private long oldest() {
    return keptFrom == NONE ? first : keptFrom;
  }

  private Turn at(long index) {
    return ring[(int) index & ring.length - 1];
  }

  private void grow() {
    if (ring.length == capacity) {
      throw new IllegalStateException("more is kept than there is room for");
    }
    Turn[] larger = newTurns(2 * ring.length);
    for (long index = oldest(); index < end; index++) {
      larger[(int) index & larger.length - 1] = at(index);
    }
    ring = larger;
  }

  private static Turn[] newTurns(int count) {
    Turn[] turns = new Turn[count];
    Arrays.setAll(turns, slot -> new Turn());
    return turns;
  }

  /** Forgets every turn that had ended by {@code timeNs}. */
  public void forgetUntil(long timeNs) {
    while (first < end && at(first).toNs <= timeNs) {
      first++;
    }
    knownFromNs = Math.max(knownFromNs, timeNs);
  }

  /** Keeps what is known now, though it may be forgotten, until it is released. */
  void keep() {
    if (keptFrom == NONE) {
      keptFrom = first;
    }
  }

  /** Whether what is kept leaves no room for the turn that the next event ends. */
  boolean isFull() {
    return end - oldest() == capacity;
  }

  /** Keeps no more than what is known. */
  void release() {
    keptFrom = NONE;
  }

  /** From when on all turns are known. */
  public long knownFromNs() {
    return knownFromNs;
  }

  /**
   * Shows all turns and interrupts between two times, the later one now or past; each CPU's latest
   * turn first. Of a time before {@link #knownFromNs}, only what is left of it or kept. O(turns
   * since then + CPUs).
   */
  public void visit(long from, long to, Visitor visitor) {
    for (int cpu = 0; cpu < occupantNow.length; cpu++) {
      open.set(cpu, occupantNow[cpu], false, sinceNs[cpu], runsSinceNs[cpu], to);
      show(visitor, open, from, to);
    }
    // Interrupts are on record from their beginning, turns from their end.
    long stopNs = from - longestInterruptNs;
    for (long index = end - 1; index >= oldest() && at(index).toNs > stopNs; index--) {
      show(visitor, at(index), from, to);
    }
  }

  private static void show(Visitor visitor, Turn turn, long from, long to) {
    long cutFromNs = Math.max(from, turn.fromNs);
    long cutToNs = Math.min(to, turn.toNs);
    if (cutFromNs >= cutToNs) {
      return;
    }
    if (turn.interrupt) {
      visitor.interrupt(turn.cpu, turn.occupant, cutFromNs, cutToNs);
    } else {
      long runsFrom = Math.clamp(turn.runsFromNs, cutFromNs, cutToNs);
      visitor.turn(turn.cpu, turn.occupant, cutFromNs, runsFrom, cutToNs);
    }
  }
}
