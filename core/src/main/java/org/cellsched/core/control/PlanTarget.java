package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * The facts that a plan must fit, without demand. The controller compares what it wants with what
 * it has: a difference is the cause of a plan, no difference is none. So nothing that happens while
 * a plan is in flight can be forgotten, and nothing is planned twice.
 *
 * @param online CPUs to hand out
 * @param cells the workload cells, ascending by id, those a plan may have to leave out included
 */
public record PlanTarget(CpuMask online, List<Cell> cells) {

  /** So many changes are named in a reason; the rest is counted. */
  private static final int NAMED_CHANGES = 6;

  public PlanTarget {
    cells = List.copyOf(cells);
  }

  /** One workload cell; {@code cpuset} is null if it has none. */
  public record Cell(CellId id, CgroupIdentity cgroup, @Nullable CpuMask cpuset) {

    boolean isSameCell(Cell other) {
      return id.equals(other.id) && cgroup.equals(other.cgroup);
    }
  }

  /**
   * Why a plan for {@code earlier} does not serve this target; empty if it does. For want of an
   * earlier target it is the first plan: {@link PlanCause#LIFECYCLE}.
   */
  SortedSet<PlanCause> causesSince(@Nullable PlanTarget earlier) {
    TreeSet<PlanCause> causes = new TreeSet<>();
    if (earlier == null) {
      causes.add(PlanCause.LIFECYCLE);
      return causes;
    }
    if (equals(earlier)) {
      return causes; // Most inputs change nothing.
    }
    if (!online.equals(earlier.online)) {
      causes.add(PlanCause.HOTPLUG);
    }
    SortedMap<CellId, Cell> before = earlier.byId();
    for (Cell cell : cells) {
      Cell old = before.remove(cell.id);
      if (old == null || !cell.isSameCell(old)) {
        causes.add(PlanCause.LIFECYCLE);
      } else if (!Objects.equals(cell.cpuset, old.cpuset)) {
        causes.add(PlanCause.CPUSET);
      }
    }
    if (!before.isEmpty()) {
      causes.add(PlanCause.LIFECYCLE);
    }
    return causes;
  }

  /** Whether a plan for these causes may not wait for more of them. */
  static boolean isUrgent(Collection<PlanCause> causes) {
    return causes.contains(PlanCause.CPUSET) || causes.contains(PlanCause.HOTPLUG);
  }

  /** What {@link #causesSince} found, in words. */
  String describeChangesSince(@Nullable PlanTarget earlier) {
    if (earlier == null) {
      return "first plan: the root cell and %s workload cells on CPUs %s"
          .formatted(cells.size(), online);
    }
    List<String> changes = changesSince(earlier);
    if (changes.size() <= NAMED_CHANGES) {
      return String.join(", ", changes);
    }
    return String.join(", ", changes.subList(0, NAMED_CHANGES))
        + " and "
        + (changes.size() - NAMED_CHANGES)
        + " more changes";
  }

  private List<String> changesSince(PlanTarget earlier) {
    List<String> changes = new ArrayList<>();
    if (!online.equals(earlier.online)) {
      changes.add("CPUs online are now %s, were %s".formatted(online, earlier.online));
    }
    SortedMap<CellId, Cell> before = earlier.byId();
    for (Cell cell : cells) {
      Cell old = before.get(cell.id);
      if (old == null || !cell.isSameCell(old)) {
        changes.add("%s came as cell %s".formatted(cell.cgroup.name(), cell.id));
      } else {
        before.remove(cell.id);
        if (!Objects.equals(cell.cpuset, old.cpuset)) {
          changes.add(
              "the cpuset of %s is now %s, was %s"
                  .formatted(cell.cgroup.name(), orNone(cell.cpuset), orNone(old.cpuset)));
        }
      }
    }
    for (Cell gone : before.values()) {
      changes.add("%s, cell %s, is gone".formatted(gone.cgroup.name(), gone.id));
    }
    return changes;
  }

  private static String orNone(@Nullable CpuMask cpuset) {
    return cpuset == null ? "unset" : cpuset.toString();
  }

  private SortedMap<CellId, Cell> byId() {
    TreeMap<CellId, Cell> byId = new TreeMap<>();
    cells.forEach(cell -> byId.put(cell.id, cell));
    return byId;
  }
}
