package org.cellsched.core.cell;

/**
 * Number of a cell, 0 to {@link #MAX_CELLS} - 1. Cell 0 is the root cell, which is permanent and
 * has no cgroup. Small, because the data plane keeps tables of this size.
 */
public record CellId(int value) implements Comparable<CellId> {

  /** Number of ids, the root cell's included. */
  public static final int MAX_CELLS = 256;

  /** The root cell: everything on the host that belongs to no workload cell. */
  public static final CellId ROOT = new CellId(0);

  public CellId {
    if (value < 0 || value >= MAX_CELLS) {
      throw new IllegalArgumentException("cell id " + value + " is outside 0.." + (MAX_CELLS - 1));
    }
  }

  public boolean isRoot() {
    return value == 0;
  }

  @Override
  public int compareTo(CellId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
