package org.cellsched.sim.export;

import java.util.Arrays;
import org.cellsched.sim.export.PerfettoFields.CompactSched;
import org.cellsched.sim.export.PerfettoFields.FtraceEventBundle;

/**
 * The scheduling events of one CPU that are not written yet, in columns as a bundle has them.
 * Memory: at most {@link #MOST_EVENTS} of each kind.
 */
final class SchedColumns {

  /** Enough to make a bundle's table of names worth while. */
  static final int MOST_EVENTS = 256;

  private static final int FIRST_CAPACITY = 16;

  /**
   * TRACE_FLAG_HARDIRQ of Linux, include/linux/trace_events.h: woken by an interrupt. Of most
   * wakeups that is so, and of none the simulator's observers know which task it was.
   */
  private static final int WOKEN_BY_INTERRUPT = 0x08;

  private final int cpu;

  private int switches;
  private long[] switchNs = new long[FIRST_CAPACITY];
  private long[] prevState = new long[FIRST_CAPACITY];
  private long[] nextTid = new long[FIRST_CAPACITY];
  private long[] nextPriority = new long[FIRST_CAPACITY];

  private int wakings;
  private long[] wakingNs = new long[FIRST_CAPACITY];
  private long[] wakingTid = new long[FIRST_CAPACITY];
  private long[] wakingPriority = new long[FIRST_CAPACITY];

  SchedColumns(int cpu) {
    this.cpu = cpu;
  }

  /** sched_switch: the CPU goes from whatever it had to this thread. Answers whether it is full. */
  boolean switched(long nowNs, int leaverState, int tid, int priority) {
    if (switches == switchNs.length) {
      int length = 2 * switches;
      switchNs = Arrays.copyOf(switchNs, length);
      prevState = Arrays.copyOf(prevState, length);
      nextTid = Arrays.copyOf(nextTid, length);
      nextPriority = Arrays.copyOf(nextPriority, length);
    }
    switchNs[switches] = nowNs;
    prevState[switches] = leaverState;
    nextTid[switches] = tid;
    nextPriority[switches] = priority;
    return ++switches == MOST_EVENTS;
  }

  /** sched_waking: the thread, which ran on this CPU last, wakes. Answers whether it is full. */
  boolean waking(long nowNs, int tid, int priority) {
    if (wakings == wakingNs.length) {
      int length = 2 * wakings;
      wakingNs = Arrays.copyOf(wakingNs, length);
      wakingTid = Arrays.copyOf(wakingTid, length);
      wakingPriority = Arrays.copyOf(wakingPriority, length);
    }
    wakingNs[wakings] = nowNs;
    wakingTid[wakings] = tid;
    wakingPriority[wakings] = priority;
    return ++wakings == MOST_EVENTS;
  }

  boolean isEmpty() {
    return switches == 0 && wakings == 0;
  }

  /** Puts all into a bundle and forgets it. O(events). */
  void moveInto(ProtoMessage bundle, ProtoMessage compact, ThreadNames names) {
    names.beginTable();
    long[] switchNames = places(nextTid, switches, names);
    long[] wakingNames = places(wakingTid, wakings, names);
    compact.clear();
    names.table().forEach(name -> compact.text(CompactSched.INTERN_TABLE, name));
    compact
        .packed(CompactSched.SWITCH_TIMESTAMP, differences(switchNs, switches), switches)
        .packed(CompactSched.SWITCH_PREV_STATE, prevState, switches)
        .packed(CompactSched.SWITCH_NEXT_PID, nextTid, switches)
        .packed(CompactSched.SWITCH_NEXT_PRIO, nextPriority, switches)
        .packed(CompactSched.SWITCH_NEXT_COMM_INDEX, switchNames, switches)
        .packed(CompactSched.WAKING_TIMESTAMP, differences(wakingNs, wakings), wakings)
        .packed(CompactSched.WAKING_PID, wakingTid, wakings)
        .packed(CompactSched.WAKING_TARGET_CPU, same(cpu, wakings), wakings)
        .packed(CompactSched.WAKING_PRIO, wakingPriority, wakings)
        .packed(CompactSched.WAKING_COMM_INDEX, wakingNames, wakings)
        .packed(CompactSched.WAKING_COMMON_FLAGS, same(WOKEN_BY_INTERRUPT, wakings), wakings);
    bundle
        .clear()
        .number(FtraceEventBundle.CPU, cpu)
        .message(FtraceEventBundle.COMPACT_SCHED, compact);
    switches = 0;
    wakings = 0;
  }

  private static long[] places(long[] tids, int count, ThreadNames names) {
    long[] places = new long[count];
    for (int i = 0; i < count; i++) {
      places[i] = names.place((int) tids[i]);
    }
    return places;
  }

  private static long[] differences(long[] times, int count) {
    long[] differences = new long[count];
    for (int i = 0; i < count; i++) {
      differences[i] = i == 0 ? times[i] : times[i] - times[i - 1];
    }
    return differences;
  }

  private static long[] same(long value, int count) {
    long[] values = new long[count];
    Arrays.fill(values, value);
    return values;
  }
}
