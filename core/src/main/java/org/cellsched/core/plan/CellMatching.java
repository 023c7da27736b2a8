package org.cellsched.core.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.MutableCpuMask;

/**
 * A maximum matching of cells and CPUs: as many cells as possible have one of their permitted CPUs
 * each.
 *
 * <p>O(E √V), see {@link MaximumMatching}. With n cells, n permitted CPUs of each are enough to
 * look at, because the other n − 1 cells cannot take them all; so E ≤ n², whatever the machine's
 * size.
 *
 * @param permitted what was asked
 * @param cpuOf the CPU of each matched cell
 * @param cellOf the same the other way round
 */
record CellMatching(
    SortedMap<CellId, CpuMask> permitted,
    SortedMap<CellId, Integer> cpuOf,
    SortedMap<Integer, CellId> cellOf) {

  /** A maximum matching of these cells and CPUs. */
  static CellMatching of(SortedMap<CellId, CpuMask> permitted) {
    int[][] cpusOf = new int[permitted.size()][];
    int cpuCount = 0;
    int vertex = 0;
    for (CpuMask mask : permitted.values()) {
      cpusOf[vertex++] = lowest(cpusOf.length, mask);
      cpuCount = Math.max(cpuCount, mask.last() + 1);
    }
    int[] matched = MaximumMatching.of(cpusOf, cpuCount);
    CellMatching matching = new CellMatching(permitted, new TreeMap<>(), new TreeMap<>());
    vertex = 0;
    for (CellId cell : permitted.keySet()) {
      int cpu = matched[vertex++];
      if (cpu != MaximumMatching.NONE) {
        matching.cpuOf.put(cell, cpu);
        matching.cellOf.put(cpu, cell);
      }
    }
    return matching;
  }

  /** The lowest CPUs of {@code mask}, so many if it has as many. */
  private static int[] lowest(int count, CpuMask mask) {
    int[] cpus = new int[Math.min(count, mask.size())];
    int cpu = -1;
    for (int i = 0; i < cpus.length; i++) {
      cpu = mask.next(cpu + 1);
      cpus[i] = cpu;
    }
    return cpus;
  }

  /** Whether every cell has a CPU. */
  boolean isComplete() {
    return cpuOf.size() == permitted.size();
  }

  private List<CellId> unmatched() {
    List<CellId> unmatched = new ArrayList<>(permitted.keySet());
    unmatched.removeAll(cpuOf.keySet());
    return unmatched;
  }

  /**
   * The cells that some maximum matching leaves out, ascending: those that can be given up for a
   * gain. Empty if the matching is complete. Whichever maximum matching this one is, the answer is
   * the same (Dulmage and Mendelsohn, 1958).
   */
  SortedSet<CellId> unsatisfiable() {
    return competitorsOf(unmatched());
  }

  /**
   * These cells and all that hold a CPU one of them could have, and so on: together they have fewer
   * permitted CPUs than they are (Hall's condition broken), if the cells given are unmatched.
   */
  SortedSet<CellId> competitorsOf(List<CellId> unmatched) {
    SortedSet<CellId> reached = new TreeSet<>(unmatched);
    Deque<CellId> open = new ArrayDeque<>(unmatched);
    MutableCpuMask seen = new MutableCpuMask(0);
    while (!open.isEmpty()) {
      CpuMask mask = permittedTo(open.remove());
      for (int cpu = mask.first(); cpu >= 0; cpu = mask.next(cpu + 1)) {
        if (!seen.contains(cpu)) {
          seen.set(cpu);
          CellId holder = cellOf.get(cpu);
          if (holder != null && reached.add(holder)) {
            open.add(holder);
          }
        }
      }
    }
    return reached;
  }

  /** The CPUs permitted to {@code cell}; none if the matching does not know it. */
  CpuMask permittedTo(CellId cell) {
    CpuMask mask = permitted.get(cell);
    return mask == null ? CpuMask.none() : mask;
  }
}
