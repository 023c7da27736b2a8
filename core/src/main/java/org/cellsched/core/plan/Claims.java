package org.cellsched.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.MutableCpuMask;

/**
 * Which cells claim which CPUs: a cell claims the CPUs of its cpuset, a cell without one none.
 *
 * @param groups the machine's CPUs in groups of equal claimants; in ascending order of the list of
 *     claimants, each list ascending itself; no group is empty
 */
record Claims(List<Group> groups) {

  Claims {
    groups = List.copyOf(groups);
  }

  /** CPUs that exactly these cells claim. */
  record Group(List<CellId> claimants, CpuMask cpus) {

    boolean isUnclaimed() {
      return claimants.isEmpty();
    }

    boolean isExclusive() {
      return claimants.size() == 1;
    }

    boolean isContested() {
      return claimants.size() > 1;
    }
  }

  /**
   * The claims of {@code cells}, ascending by id, on the CPUs of {@code machine}. O(cells × CPUs).
   */
  static Claims of(CpuMask machine, List<CellRequest> cells) {
    SortedMap<List<CellId>, MutableCpuMask> masks = new TreeMap<>(Claims::compareLists);
    machine.forEach(
        cpu -> masks.computeIfAbsent(claimants(cpu, cells), key -> new MutableCpuMask(0)).set(cpu));
    List<Group> groups = new ArrayList<>();
    masks.forEach((claimants, cpus) -> groups.add(new Group(claimants, cpus.toImmutable())));
    return new Claims(groups);
  }

  private static List<CellId> claimants(int cpu, List<CellRequest> cells) {
    List<CellId> claimants = new ArrayList<>();
    for (CellRequest cell : cells) {
      if (cell.cpuset() != null && cell.cpuset().contains(cpu)) {
        claimants.add(cell.id());
      }
    }
    return claimants;
  }

  private static int compareLists(List<CellId> left, List<CellId> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int byId = left.get(i).compareTo(right.get(i));
      if (byId != 0) {
        return byId;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  /** The CPUs that no cell claims. */
  CpuMask unclaimed() {
    for (Group group : groups) {
      if (group.isUnclaimed()) {
        return group.cpus();
      }
    }
    return CpuMask.none();
  }

  /** The same claims on a machine without {@code cpus}. */
  Claims without(CpuMask cpus) {
    List<Group> rest = new ArrayList<>();
    for (Group group : groups) {
      CpuMask left = group.cpus().andNot(cpus);
      if (!left.isEmpty()) {
        rest.add(new Group(group.claimants(), left));
      }
    }
    return new Claims(rest);
  }
}
