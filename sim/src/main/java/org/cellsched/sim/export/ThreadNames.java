package org.cellsched.sim.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of a trace's threads, and the table of those that a bundle of events mentions. A bundle
 * holds its own table, so that it can be read alone.
 */
final class ThreadNames {

  private @Nullable String[] byTid = new @Nullable String[0];

  /** By tid, the last table that it was in and its place there. */
  private int[] inTable = new int[0];

  private int[] placeInTable = new int[0];

  private int tableNumber;
  private final List<String> table = new ArrayList<>();

  boolean isKnown(int tid) {
    return tid < byTid.length && byTid[tid] != null;
  }

  void add(int tid, String name) {
    if (tid >= byTid.length) {
      int length = Math.max(tid + 1, byTid.length * 2);
      byTid = Arrays.copyOf(byTid, length);
      inTable = Arrays.copyOf(inTable, length);
      placeInTable = Arrays.copyOf(placeInTable, length);
    }
    byTid[tid] = name;
  }

  /** Begins a table that is empty. */
  void beginTable() {
    tableNumber++;
    table.clear();
  }

  /** The place of a known thread's name in the table. O(1). */
  int place(int tid) {
    if (inTable[tid] != tableNumber) {
      String name = byTid[tid];
      if (name == null) {
        throw new IllegalStateException("thread " + tid + " was not introduced");
      }
      inTable[tid] = tableNumber;
      placeInTable[tid] = table.size();
      table.add(name);
    }
    return placeInTable[tid];
  }

  /** The names in it so far, by place. */
  List<String> table() {
    return table;
  }
}
