package org.cellsched.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cellsched.sim.explain.CpuTime;
import org.cellsched.sim.explain.Wait;
import org.cellsched.sim.explain.WaitReport;
import org.cellsched.sim.explain.WaitReport.CpuRow;
import org.cellsched.sim.explain.WaitReport.Holder;
import org.cellsched.sim.explain.WaitReport.Others;
import org.junit.jupiter.api.Test;

/** web owns CPU 0 and may borrow CPU 1; server/0 waits 10 ms from 2.0675 s on. */
class WaitWordsTest {

  private static final long MS = 1_000_000;

  @Test
  void borrowersAreNotBlamed() {
    WaitReport report = report(time(7 * MS, 3 * MS), List.of(row(0, "web", 7 * MS, 3 * MS)));

    assertThat(words(report, true))
        .isEqualTo(
            "server/0 of web waited 10.0 ms for a CPU, from 2.067 s on. Tasks of its own cell had"
                + " the CPUs that it could use (0-1) for 70 % of that time, mostly server. Other"
                + " cells had them for 30 %, mostly crunch of batch. They had borrowed these from"
                + " web.");
    assertThat(words(report, false)).endsWith(" does not take back what is lent (reclaim: false).");
  }

  @Test
  void borrowedCpusOfThirdPartiesAreCalledTheBorrowersOwn() {
    assertThat(words(report(time(0, 10 * MS), List.of(row(1, "quiet", 0, 10 * MS))), false))
        .contains("Other cells had the CPUs", "mostly crunch of batch")
        .endsWith("None of the CPUs that they had is its own: web could only have borrowed them.");
    List<CpuRow> both = List.of(row(0, "web", 0, 5 * MS), row(1, "quiet", 0, 15 * MS));
    assertThat(words(report(time(0, 20 * MS), both), true))
        .endsWith("Of that, 25 % was on CPUs borrowed from web; the others are not its own.");
  }

  @Test
  void othersAreBlamedForWhatTheCellDidToItself() {
    assertThat(words(report(time(10 * MS, 0), List.of(row(0, "web", 10 * MS, 0))), false))
        .endsWith("for 100 % of that time, mostly server. No other cell is to blame.");
  }

  private static String words(WaitReport report, boolean takesBack) {
    return new WaitWords(report.waited(), report, takesBack).sentences();
  }

  private static WaitReport report(CpuTime time, List<CpuRow> rows) {
    Wait waited =
        new Wait("server/0", "web", 2_067_500_000, 10 * MS, true, 0, 0, "0-1", 2_067_500_000, time);
    return new WaitReport(
        waited,
        100,
        0,
        List.of(),
        new Others(0, 0, 0),
        rows,
        List.of(holder("server", "web"), holder("crunch", "batch")));
  }

  private static Holder holder(String group, String cell) {
    return new Holder(group, cell, 1, "0-1", 1, MS, MS);
  }

  private static CpuRow row(int cpu, String owner, long ownCellNs, long otherCellsNs) {
    return new CpuRow(cpu, owner, time(ownCellNs, otherCellsNs));
  }

  private static CpuTime time(long ownCellNs, long otherCellsNs) {
    return new CpuTime(ownCellNs, otherCellsNs, 0, 0, 0, 0, 0, 0);
  }
}
