package org.cellsched.loader.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.host.control.DataPlane;
import org.cellsched.loader.cgroup.CgroupTree;
import org.jspecify.annotations.Nullable;

/**
 * No data plane at all: plans change nothing, and counters are what the stock scheduler's tasks
 * used and waited for. Waiting time is PSI's, in which several tasks that wait at once count as
 * one; it understates what a real data plane would count.
 */
public final class ObservedDataPlane implements DataPlane {

  private static final String ROOT_CGROUP = "/";

  private final CgroupTree cgroups;
  private @Nullable PublishedPlan plan;

  public ObservedDataPlane(CgroupTree cgroups) {
    this.cgroups = cgroups;
  }

  @Override
  public void publish(PublishedPlan published) {
    plan = published;
  }

  /** By cell; the root cell has what is in no other. */
  @Override
  public List<CellCounters> counters() {
    List<CellCounters> cells = new ArrayList<>();
    long othersRanNs = 0;
    long othersWaitedNs = 0;
    List<CellAssignment> assignments = plan == null ? List.of() : plan.assignments();
    for (CellAssignment assignment : assignments) {
      String cgroup = assignment.cgroup().path();
      long ranNs = orZero(() -> cgroups.cpuTimeNs(cgroup));
      long waitedNs = orZero(() -> cgroups.waitingTimeNs(cgroup));
      othersRanNs += ranNs;
      othersWaitedNs += waitedNs;
      cells.add(new CellCounters(assignment.cell(), ranNs, waitedNs, 0, 0, 0));
    }
    long ranNs = orZero(() -> cgroups.cpuTimeNs(ROOT_CGROUP));
    long waitedNs = orZero(() -> cgroups.waitingTimeNs(ROOT_CGROUP));
    cells.addFirst(
        new CellCounters(
            CellId.ROOT,
            Math.max(0, ranNs - othersRanNs),
            Math.max(0, waitedNs - othersWaitedNs),
            0,
            0,
            0));
    return cells;
  }

  /** A counter that may not be there. */
  private interface Counter {
    @Nullable Long read() throws IOException;
  }

  /** A cgroup that is gone, or a kernel without PSI, counts nothing. */
  private static long orZero(Counter counter) {
    try {
      Long value = counter.read();
      return value == null ? 0 : value;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public boolean isDrained(CellId cell) {
    return true;
  }
}
