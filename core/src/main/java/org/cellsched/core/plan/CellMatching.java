package org.cellsched.core.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.jgrapht.Graph;
import org.jgrapht.alg.matching.HopcroftKarpMaximumCardinalityBipartiteMatching;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;

/**
 * A maximum matching of cells and CPUs: as many cells as possible have one of their permitted CPUs
 * each.
 *
 * <p>Hopcroft and Karp (1973), O(E √V). With n cells, n permitted CPUs of each are enough to look
 * at, because the other n − 1 cells cannot take them all; so E ≤ n², whatever the machine's size.
 * Deterministic: vertices are Integers, entered in ascending order.
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
    CellMatching first = firstFit(permitted);
    // Hopcroft and Karp begin with this one: most of the time they would end with it, too.
    return first.isMaximum() ? first : hopcroftKarp(permitted);
  }

  /** Each cell in turn takes the lowest permitted CPU that is free. */
  private static CellMatching firstFit(SortedMap<CellId, CpuMask> permitted) {
    CellMatching matching = new CellMatching(permitted, new TreeMap<>(), new TreeMap<>());
    permitted.forEach((cell, mask) -> {
      int cpu = mask.first();
      while (cpu >= 0 && matching.cellOf.containsKey(cpu)) {
        cpu = mask.next(cpu + 1);
      }
      if (cpu >= 0) {
        matching.cpuOf.put(cell, cpu);
        matching.cellOf.put(cpu, cell);
      }
    });
    return matching;
  }

  /** A maximum matching, whether or not a simpler way would do. */
  static CellMatching hopcroftKarp(SortedMap<CellId, CpuMask> permitted) {
    Graph<Integer, DefaultEdge> graph = new SimpleGraph<>(DefaultEdge.class);
    SortedSet<Integer> cells = new TreeSet<>();
    SortedSet<Integer> cpus = new TreeSet<>();
    permitted.forEach((cell, mask) -> {
      graph.addVertex(cell.value());
      cells.add(cell.value());
      addEdges(graph, cpus, cell, mask, permitted.size());
    });
    CellMatching matching = new CellMatching(permitted, new TreeMap<>(), new TreeMap<>());
    for (DefaultEdge edge : maximum(graph, cells, cpus)) {
      matching.add(graph.getEdgeSource(edge), graph.getEdgeTarget(edge));
    }
    return matching;
  }

  private static void addEdges(
      Graph<Integer, DefaultEdge> graph,
      SortedSet<Integer> cpus,
      CellId cell,
      CpuMask mask,
      int limit) {
    int count = 0;
    for (int cpu = mask.first(); cpu >= 0 && count < limit; cpu = mask.next(cpu + 1)) {
      int vertex = CellId.MAX_CELLS + cpu;
      graph.addVertex(vertex);
      cpus.add(vertex);
      graph.addEdge(cell.value(), vertex);
      count++;
    }
  }

  /** The set's order is JGraphT's secret, so the caller must not depend on it. */
  private static Set<DefaultEdge> maximum(
      Graph<Integer, DefaultEdge> graph, SortedSet<Integer> cells, SortedSet<Integer> cpus) {
    return new HopcroftKarpMaximumCardinalityBipartiteMatching<>(graph, cells, cpus)
        .getMatching()
        .getEdges();
  }

  private void add(int cellVertex, int cpuVertex) {
    CellId cell = new CellId(cellVertex);
    int cpu = cpuVertex - CellId.MAX_CELLS;
    cpuOf.put(cell, cpu);
    cellOf.put(cpu, cell);
  }

  /** Whether every cell has a CPU. */
  boolean isComplete() {
    return cpuOf.size() == permitted.size();
  }

  /**
   * Whether no matching serves more cells: none of those left out could have a free CPU, not even
   * if others moved (Berge, 1957).
   */
  private boolean isMaximum() {
    for (CellId cell : competitorsOf(unmatched())) {
      CpuMask mask = permittedTo(cell);
      for (int cpu = mask.first(); cpu >= 0; cpu = mask.next(cpu + 1)) {
        if (!cellOf.containsKey(cpu)) {
          return false;
        }
      }
    }
    return true;
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
    while (!open.isEmpty()) {
      permittedTo(open.remove())
          .forEach(cpu -> {
            CellId holder = cellOf.get(cpu);
            if (holder != null && reached.add(holder)) {
              open.add(holder);
            }
          });
    }
    return reached;
  }

  /** The CPUs permitted to {@code cell}; none if the matching does not know it. */
  CpuMask permittedTo(CellId cell) {
    CpuMask mask = permitted.get(cell);
    return mask == null ? CpuMask.none() : mask;
  }
}
