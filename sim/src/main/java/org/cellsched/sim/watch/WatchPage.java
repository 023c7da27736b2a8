package org.cellsched.sim.watch;

import java.util.List;
import org.cellsched.host.table.Amounts;
import org.cellsched.host.table.CellTable;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.Tone;

/** A frame as people read it: how far the run has come, and the cells. */
public final class WatchPage {

  private static final int BAR_COLUMNS = 30;
  private static final double PPM = 1e6;

  private final String scenario;
  private final long durationNs;

  public WatchPage(String scenario, long durationNs) {
    this.scenario = scenario;
    this.durationNs = durationNs;
  }

  public void print(WatchFrame frame, Page page) {
    head(frame, page);
    CellTable table = new CellTable("run", "wait");
    for (WatchFrame.Cell cell : frame.cells()) {
      table.add(
          new CellTable.Cell(
              cell.name(),
              cpus(frame, cell),
              cell.capacityNs() == 0
                  ? CellTable.NOTHING
                  : CellTable.percent(Math.round(PPM * cell.cpuTimeNs() / cell.capacityNs())),
              frame.planned() ? Amounts.cpus(cell.demandMilliCpus()) : CellTable.NOTHING,
              cell.borrowedNs(),
              cell.lentNs()),
          List.of(count(cell.running()), count(cell.waiting())),
          new CellTable.Percentiles(
              cell.wakeups(), cell.wakeupP50Ns(), cell.wakeupP99Ns(), cell.wakeupMaxNs()));
    }
    String tasksNow = table.print(page).contains(" wait ") ? "run, wait: tasks now; " : "";
    page.wrapped(
        "",
        "",
        "util to lent: over the last %s; %slatencies: since it began."
            .formatted(Amounts.duration(frame.intervalNs()), tasksNow));
    CpuMap.print(frame, page);
    WatchFrame.LastPlan plan = frame.lastPlan();
    if (plan != null) {
      page.line(
          "last plan",
          "%d at %s: %s"
              .formatted(plan.generation(), Amounts.duration(plan.atNs()), plan.reason()));
    }
  }

  private void head(WatchFrame frame, Page page) {
    long percent = 100 * frame.nowNs() / Math.max(1, durationNs);
    int done = (int) Math.min(BAR_COLUMNS, BAR_COLUMNS * percent / 100);
    page.wrapped(
        "",
        "",
        "%s  %s  %s of %s, %d %%"
            .formatted(
                page.paint(Tone.STRONG, Page.shortened(scenario)),
                "[" + "#".repeat(done) + ".".repeat(BAR_COLUMNS - done) + "]",
                Amounts.duration(frame.nowNs()),
                Amounts.duration(durationNs),
                percent));
  }

  private static String cpus(WatchFrame frame, WatchFrame.Cell cell) {
    if (!frame.planned()) {
      return "all";
    }
    return cell.cpus() == 0 ? CellTable.NOTHING : Integer.toString(cell.cpus());
  }

  private static String count(int count) {
    return Amounts.count(count);
  }
}
