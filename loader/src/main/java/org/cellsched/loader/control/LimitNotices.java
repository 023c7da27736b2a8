package org.cellsched.loader.control;

import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerEffect.Report;
import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.loader.cgroup.CgroupTree;

/**
 * Says loudly which cgroups have a {@code cpu.max}: under sched_ext it is the scheduler that would
 * have to enforce it, and ours does not. Each is told once, and again when it changes.
 */
public final class LimitNotices implements LoopObserver {

  /** The whole tree below the cell parent is walked, so not at every turn of the loop. */
  private static final long INTERVAL_NS = 10_000_000_000L;

  /** So many are named; a host of a thousand containers needs no thousand lines. */
  private static final int MOST_NAMED = 8;

  private final CgroupTree cgroups;
  private final String cellParent;
  private final Complaints complaints;
  private SortedMap<String, String> told = new TreeMap<>();
  private long nextNs = Long.MIN_VALUE;

  public LimitNotices(CgroupTree cgroups, String cellParent, Complaints complaints) {
    this.cgroups = cgroups;
    this.cellParent = cellParent;
    this.complaints = complaints;
  }

  @Override
  public void settled(long nowNs, CellController controller) {
    if (nowNs < nextNs) {
      return;
    }
    nextNs = nowNs + INTERVAL_NS;
    SortedMap<String, String> limits = cgroups.cpuLimits(cellParent);
    SortedMap<String, String> news = new TreeMap<>(limits);
    news.entrySet().removeIf(limit -> limit.getValue().equals(told.get(limit.getKey())));
    told = limits;
    news.entrySet().stream()
        .limit(MOST_NAMED)
        .forEach(limit ->
            complaints.reported(
                nowNs,
                warning(
                    "cgroup %s has cpu.max \"%s\": the scheduler does not enforce it"
                        .formatted(limit.getKey(), limit.getValue()))));
    if (news.size() > MOST_NAMED) {
      complaints.reported(
          nowNs,
          warning(
              "so have %s more cgroups, %s the last of them"
                  .formatted(news.size() - MOST_NAMED, news.lastKey())));
    }
  }

  private static Report warning(String text) {
    return new Report(Severity.WARNING, text);
  }
}
