package org.cellsched.sim.cli;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.cellsched.host.table.Amounts;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.TextTable;
import org.cellsched.sim.explain.CpuTime;
import org.cellsched.sim.explain.Wait;
import org.cellsched.sim.explain.WaitReport;
import org.jspecify.annotations.Nullable;

/** Tells a person why a task waited. */
final class ExplainPrinter {

  /** Rows of a table shown; the document has all. */
  private static final int SHOWN = 24;

  private static final List<String> CPU_COLUMNS =
      List.of("CPU", "owner", "own cell", "others", "switch", "idle", "higher", "irq", "off");

  private final Page out;

  ExplainPrinter(Page out) {
    this.out = out;
  }

  /**
   * @param asked the task or group that was asked about
   * @param report null if it never waited
   */
  void print(String scenario, String asked, @Nullable WaitReport report) {
    if (report == null) {
      out.println("%s: %s never waited for a CPU".formatted(scenario, asked));
    } else {
      facts(scenario, report);
      moments(report);
      rivals(report);
      cpus(report);
      holders(report);
    }
    out.flush();
  }

  private void facts(String scenario, WaitReport report) {
    Wait wait = report.waited();
    out.wrapped(
        "",
        "  ",
        "%s: %s of %s waited %s, from %s on%s"
            .formatted(
                scenario,
                wait.task(),
                wait.cell(),
                Amounts.duration(wait.waitedNs()),
                Amounts.seconds(wait.fromNs()),
                wait.ended() ? "" : ", and still waits"));
  }

  private void moments(WaitReport report) {
    out.println();
    out.println("What happened to it, and why");
    long fromNs = report.waited().fromNs();
    for (WaitReport.Moment moment : report.scheduled()) {
      String when =
          "%16s %8s  "
              .formatted(
                  Amounts.seconds(moment.timeNs()),
                  "+" + Amounts.compact(moment.timeNs() - fromNs));
      out.wrapped(when, " ".repeat(when.length()), moment.what());
    }
  }

  private void rivals(WaitReport report) {
    Wait wait = report.waited();
    WaitReport.Others others = report.others();
    out.wrapped(
        "",
        "  ",
        "Of %s %d waited already. Meanwhile others of it got %d turns on these CPUs, %d of them went to tasks that began to wait later (its weight is %d)."
            .formatted(
                wait.cell(),
                others.waitingBefore(),
                others.served(),
                others.overtook(),
                report.weight()));
  }

  private void cpus(WaitReport report) {
    Wait wait = report.waited();
    out.println();
    out.wrapped(
        "",
        "  ",
        "Who had the CPUs that it could have used: %s%s"
            .formatted(
                wait.eligibleCpus(),
                wait.cpuTimeFromNs() > wait.fromNs()
                    ? " (known from %s on)".formatted(Amounts.seconds(wait.cpuTimeFromNs()))
                    : ""));
    boolean throttled = wait.cpuTime().throttledNs() > 0;
    TextTable table = new TextTable(columns(CPU_COLUMNS, throttled));
    report.cpus().stream()
        .limit(SHOWN)
        .forEach(row ->
            row(
                table,
                throttled,
                Integer.toString(row.cpu()),
                Page.shortened(row.owner()),
                row.time()));
    row(table, throttled, "all", "", wait.cpuTime());
    out.table(table);
    if (report.cpus().size() > SHOWN) {
      out.println("and %d more CPUs, in the sum".formatted(report.cpus().size() - SHOWN));
    }
  }

  /** The columns of a table, and one more where some time was throttled. */
  static String[] columns(List<String> columns, boolean throttled) {
    return throttled
        ? Stream.concat(columns.stream(), Stream.of("throttled")).toArray(String[]::new)
        : columns.toArray(String[]::new);
  }

  private static void row(
      TextTable table, boolean throttled, String cpu, String owner, CpuTime time) {
    List<String> row =
        List.of(
            cpu,
            owner,
            part(time, CpuTime::ownCellNs),
            part(time, CpuTime::otherCellsNs),
            part(time, CpuTime::switchingNs),
            part(time, CpuTime::idleNs),
            part(time, CpuTime::higherClassNs),
            part(time, CpuTime::interruptNs),
            part(time, CpuTime::offlineNs),
            part(time, CpuTime::throttledNs));
    table.row(row.subList(0, row.size() - (throttled ? 0 : 1)).toArray(String[]::new));
  }

  private static String part(CpuTime time, ToLongFunction<CpuTime> part) {
    return Amounts.compact(part.applyAsLong(time));
  }

  private void holders(WaitReport report) {
    if (report.holders().isEmpty()) {
      return;
    }
    out.println();
    out.println("Which tasks those were");
    TextTable table = new TextTable("group", "cell", "tasks", "turns", "ran", "longest", "CPUs");
    report.holders().stream()
        .limit(SHOWN)
        .forEach(holder ->
            table.row(
                Page.shortened(holder.group()),
                Page.shortened(holder.cell()),
                Integer.toString(holder.tasks()),
                Integer.toString(holder.turns()),
                Amounts.compact(holder.ranNs()),
                Amounts.compact(holder.longestNs()),
                Page.shortened(holder.cpus())));
    out.table(table);
  }
}
