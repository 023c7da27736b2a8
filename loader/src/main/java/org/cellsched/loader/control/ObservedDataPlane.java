package org.cellsched.loader.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.loader.bpf.ExitReport;
import org.cellsched.loader.cgroup.CgroupTree;
import org.jspecify.annotations.Nullable;

/**
 * No data plane at all: plans change nothing, and counters are what the stock scheduler's tasks
 * used and waited for. Waiting time is PSI's, in which several tasks that wait at once count as
 * one; it understates what a real data plane would count.
 *
 * <p>The root cell has what the machine used and no other cell did. That is summed up from what
 * passed between two readings: with the difference of the cumulative counters, a cgroup that is
 * removed would leave the CPU time of its whole life to the root cell, within one interval.
 */
public final class ObservedDataPlane implements AttachableDataPlane {

  private final CgroupTree cgroups;
  private final MachineUsage machine;
  private @Nullable PublishedPlan plan;
  private final SortedMap<CgroupIdentity, Usage> last = new TreeMap<>();
  private @Nullable Usage lastOfAll;
  private Usage ofRoot = Usage.NONE;

  /**
   * @param procfs where procfs is mounted, {@code /proc}
   */
  public ObservedDataPlane(CgroupTree cgroups, Path procfs) {
    this.cgroups = cgroups;
    this.machine = new MachineUsage(cgroups, procfs);
  }

  /** CPU time, and time in which somebody waited for a CPU. */
  private record Usage(long ranNs, long waitedNs) {
    static final Usage NONE = new Usage(0, 0);

    Usage plus(Usage other) {
      return new Usage(ranNs + other.ranNs, waitedNs + other.waitedNs);
    }

    /** What came after {@code earlier}; nothing where counters ran back. */
    Usage since(Usage earlier) {
      return new Usage(
          Math.max(0, ranNs - earlier.ranNs), Math.max(0, waitedNs - earlier.waitedNs));
    }
  }

  @Override
  public void publish(PublishedPlan published) {
    plan = published;
  }

  /** By cell; a cell whose cgroup is gone is left out. */
  @Override
  public List<CellCounters> counters() {
    List<CellCounters> cells = new ArrayList<>();
    Usage ofOthers = Usage.NONE;
    SortedMap<CgroupIdentity, Usage> now = new TreeMap<>();
    List<CellAssignment> assignments = plan == null ? List.of() : plan.assignments();
    for (CellAssignment assignment : assignments) {
      CgroupIdentity cgroup = assignment.cgroup();
      Usage usage = cgroups.isStill(cgroup) ? usageOf(cgroup) : null;
      if (usage != null) {
        cells.add(counters(assignment.cell(), usage));
        ofOthers = ofOthers.plus(usage.since(last.getOrDefault(cgroup, usage)));
        now.put(cgroup, usage);
      }
    }
    last.clear();
    last.putAll(now);
    Usage ofAll = usageOfAll();
    ofRoot = ofRoot.plus(ofAll.since(lastOfAll == null ? ofAll : lastOfAll).since(ofOthers));
    lastOfAll = ofAll;
    cells.addFirst(counters(CellId.ROOT, ofRoot));
    return cells;
  }

  private static CellCounters counters(CellId cell, Usage usage) {
    return new CellCounters(cell, usage.ranNs, usage.waitedNs, 0, 0, 0);
  }

  /** Null if the cgroup tells no CPU time: it is going. */
  private @Nullable Usage usageOf(CgroupIdentity cgroup) {
    try {
      Long ranNs = cgroups.cpuTimeNs(cgroup.path());
      return ranNs == null ? null : new Usage(ranNs, orZero(cgroups.waitingTimeNs(cgroup.path())));
    } catch (IOException e) {
      return null;
    }
  }

  private Usage usageOfAll() {
    try {
      return new Usage(machine.cpuTimeNs(), orZero(machine.waitingTimeNs()));
    } catch (IOException e) {
      // Not worth an end: the next reading makes up for it.
      return lastOfAll == null ? Usage.NONE : lastOfAll;
    }
  }

  /** A kernel without PSI counts no waiting. */
  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  @Override
  public boolean isDrained(CellId cell) {
    return true;
  }

  /** There is nothing to attach. */
  @Override
  public void attach() {}

  /** What never began does not end. */
  @Override
  public Optional<ExitReport> ended() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
