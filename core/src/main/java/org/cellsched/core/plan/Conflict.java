package org.cellsched.core.plan;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;

/**
 * Why there is no plan with a certain cell: it and its competitors are more cells than there are
 * CPUs permitted to any of them.
 *
 * @param competitors ascending, the cell itself among them
 * @param cpus those permitted to one of them at least; fewer than competitors
 */
record Conflict(CellId cell, SortedSet<CellId> competitors, CpuMask cpus) {

  /** Beyond this a message tells a count instead of names. */
  private static final int MAX_CELLS_NAMED = 8;

  /** The conflict over {@code cell}, one of {@link CellMatching#unsatisfiable}. */
  static Conflict over(CellId cell, SortedMap<CellId, CpuMask> permitted) {
    SortedMap<CellId, CpuMask> others = new TreeMap<>(permitted);
    others.remove(cell);
    CellMatching ofOthers = CellMatching.of(others);
    CellMatching withCell = new CellMatching(permitted, ofOthers.cpuOf(), ofOthers.cellOf());
    SortedSet<CellId> competitors = withCell.competitorsOf(List.of(cell));
    CpuMask cpus = CpuMask.none();
    for (CellId competitor : competitors) {
      cpus = cpus.or(withCell.permittedTo(competitor));
    }
    return new Conflict(cell, competitors, cpus);
  }

  /** A clause such as {@code cells 0, 1 and 2 need a CPU each, but only CPUs 0-1 are permitted}. */
  String describe() {
    if (cpus.isEmpty()) {
      return "every CPU is claimed by the cpuset of another cell, and it has no cpuset itself";
    }
    if (competitors.size() > MAX_CELLS_NAMED) {
      return "it and %d other cells need a CPU each, but only the %d CPUs %s are permitted to them"
          .formatted(competitors.size() - 1, cpus.size(), cpus);
    }
    String others =
        competitors.stream()
            .filter(id -> !id.equals(cell))
            .map(id -> id.isRoot() ? "the root cell" : "cell " + id)
            .collect(Collectors.joining(", "));
    return "it needs a CPU, and so do %s, but only CPU%s %s permitted to them"
        .formatted(others, cpus.size() == 1 ? "" : "s", cpus + (cpus.size() == 1 ? " is" : " are"));
  }
}
