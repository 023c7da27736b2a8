package org.cellsched.sim.scheduler;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.sim.kernel.Cgroup;

/**
 * One published plan in the form that callbacks read: the value of the plan map. Immutable; a
 * callback looks it up once and sees one generation.
 */
final class PlanTables {

  private static final int ROOT = CellId.ROOT.value();

  final long generation;

  /** Owner of each CPU; the root cell for a CPU that no cell owns (it is offline). */
  final int[] cellOfCpu;

  /** By cell: machine words, all zero for a cell that does not exist. */
  final long[][] primary;

  final long[][] borrowable;

  /** Cells of the plan and retiring ones, ascending. */
  private final int[] cellsAndRetiring;

  /** Cells that may borrow, and cells that are gone and may have tasks queued. */
  final int[] borrowers;

  final int[] retiring;

  /** Inodes of the cells' cgroups in ascending order, and the cell of each. */
  private final long[] inodes;

  private final int[] cellOfInode;

  PlanTables(PublishedPlan published, Topology topology) {
    generation = published.generation();
    int words = topology.cpuCount() + 63 >>> 6;
    cellOfCpu = new int[topology.cpuCount()];
    primary = new long[CellId.MAX_CELLS][];
    borrowable = new long[CellId.MAX_CELLS][];
    Arrays.fill(primary, new long[words]);
    Arrays.fill(borrowable, new long[words]);
    for (CellAllocation cell : published.plan().cells()) {
      int id = cell.id().value();
      primary[id] = cell.primary().toWords(words);
      borrowable[id] = cell.borrowable().toWords(words);
      cell.primary().forEach(cpu -> cellOfCpu[cpu] = id);
    }
    borrowers =
        published.plan().cells().stream()
            .filter(cell -> !cell.borrowable().isEmpty())
            .mapToInt(cell -> cell.id().value())
            .toArray();
    retiring = published.retiring().stream().mapToInt(CellId::value).toArray();
    IntStream cells = published.plan().cells().stream().mapToInt(cell -> cell.id().value());
    cellsAndRetiring = IntStream.concat(cells, Arrays.stream(retiring)).sorted().toArray();
    List<CellAssignment> byInode =
        published.assignments().stream()
            .sorted((a, b) -> Long.compare(a.cgroup().inode(), b.cgroup().inode()))
            .toList();
    inodes = byInode.stream().mapToLong(assigned -> assigned.cgroup().inode()).toArray();
    cellOfInode = byInode.stream().mapToInt(assigned -> assigned.cell().value()).toArray();
  }

  /** What is in force before the first plan: the root cell owns everything. */
  static PlanTables rootOwnsAll(Topology topology) {
    CellAllocation root = new CellAllocation(CellId.ROOT, topology.cpus(), CpuMask.none());
    return new PlanTables(
        new PublishedPlan(0, new CellPlan(List.of(root), false), List.of(), List.of()), topology);
  }

  /** Cells of the plan and retiring ones, ascending. */
  int[] cellsAndRetiring() {
    return cellsAndRetiring;
  }

  /** The cell of a cgroup: that of the nearest ancestor that has one. O(depth log cells). */
  int cellOf(Cgroup cgroup) {
    for (Cgroup at = cgroup; at != null; at = at.parent()) {
      int index = Arrays.binarySearch(inodes, at.identity().inode());
      if (index >= 0) {
        return cellOfInode[index];
      }
    }
    return ROOT;
  }

  /**
   * The product of {@code cpu.weight} over the cgroups between a task and its cell, on the scale
   * where 100 is neutral. The cell's own weight is left out: it competes with nobody on its CPUs.
   */
  int cgroupWeight(Cgroup cgroup) {
    long weight = Cgroup.DEFAULT_CPU_WEIGHT;
    for (Cgroup at = cgroup; at != null; at = at.parent()) {
      if (Arrays.binarySearch(inodes, at.identity().inode()) >= 0) {
        break;
      }
      weight = Math.max(1, weight * at.cpuWeight() / Cgroup.DEFAULT_CPU_WEIGHT);
    }
    return (int) Math.min(weight, Integer.MAX_VALUE);
  }
}
