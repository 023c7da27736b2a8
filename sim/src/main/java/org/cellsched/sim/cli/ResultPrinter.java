package org.cellsched.sim.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.cellsched.host.table.Amounts;
import org.cellsched.host.table.CellTable;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.TextTable;
import org.cellsched.host.table.Tone;
import org.cellsched.sim.Harm;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.RunResult.CellResult;
import org.cellsched.sim.RunResult.ExpectationResult;
import org.cellsched.sim.RunResult.GroupResult;
import org.cellsched.sim.RunResult.LatencyResult;
import org.cellsched.sim.RunResult.ViolationResult;
import org.cellsched.sim.explain.CpuTime;
import org.cellsched.sim.explain.Wait;

/** Shows a result to a person, in 80 columns and ten seconds. */
final class ResultPrinter {

  private static final String NOTHING = CellTable.NOTHING;

  /** Warnings shown; the document has more. */
  private static final int SHOWN = 10;

  /** Violations of one rule shown. */
  private static final int SHOWN_OF_A_RULE = 4;

  /** Names of columns, and what they mean. */
  private static final List<List<String>> CELL_LEGEND =
      List.of(
          List.of("CPUs", "CPUs: at the end."),
          List.of("util", "util: of own CPUs."),
          List.of("demand", "demand: CPUs."),
          List.of("borrow", "borrow, lent: CPU time."),
          List.of("switch", "switch: times that a task was switched in."),
          List.of("migr", "migr: on another CPU than its last."));

  private static final List<String> WAIT_COLUMNS =
      List.of("worst wait of", "at", "waited", "own cell", "others", "switch", "idle", "taken");

  private static final long PPM = 1_000_000;

  private final Page out;

  ResultPrinter(Page out) {
    this.out = out;
  }

  void print(RunResult result, String repeatCommand) {
    new VerdictPrinter(out).print(result);
    cells(result);
    groups(result.groups());
    requests(result.groups());
    worstWaits(result.worstWaits());
    out.println();
    plans(result);
    machine(result);
    throttled(result.cells());
    reports(result);
    violations(result);
    expectations(result);
    out.printf(
        "digest        %s (%d events in %s)%n",
        result.digest(), result.events(), Amounts.duration(result.wallNs()));
    if (!result.isClean()) {
      out.printf("repeat with   %s%n", repeatCommand);
    }
    out.flush();
  }

  // --- tables

  private void cells(RunResult result) {
    CellTable table = new CellTable(List.of("state"), List.of("switch", "migr"));
    List<Harm> harms = Harm.of(result);
    VerdictPrinter verdicts = new VerdictPrinter(out);
    boolean planned = result.plans().applied() > 0;
    for (CellResult cell : result.cells()) {
      LatencyResult wakeup = cell.wakeupLatencyNs();
      table.add(
          new CellTable.Cell(
              cell.name(),
              planned ? orNothing(cell.cpuCount()) : "all",
              cell.cpuCount() == 0 ? NOTHING : percent(cell.utilisationPpm()),
              planned ? Amounts.cpus(cell.demandMilliCpus()) : NOTHING,
              cell.borrowedNs(),
              cell.lentNs()),
          List.of(verdicts.ofCell(cell.name(), harms)),
          List.of(Amounts.count(cell.switches()), Amounts.count(cell.migrations())),
          new CellTable.Percentiles(wakeup.count(), wakeup.p50(), wakeup.p99(), wakeup.max()));
    }
    List<String> columns = List.of(table.print(out).split(" +"));
    out.wrapped(
        "",
        "",
        CELL_LEGEND.stream()
            .filter(entry -> columns.contains(entry.getFirst()))
            .map(List::getLast)
            .collect(Collectors.joining(" ")));
  }

  private void groups(List<GroupResult> groups) {
    if (groups.isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable("tasks", "count", "CPU time", "switches", "migrations", "p50", "p99", "max")
            .mayLose(3, 4)
            .mayLose(1)
            .mayLose(7)
            .mayLose(5);
    for (GroupResult group : groups) {
      LatencyResult wakeup = group.wakeupLatencyNs();
      table.row(
          Page.shortened(group.name()),
          Integer.toString(group.tasks()),
          Amounts.compact(group.cpuTimeNs()),
          Amounts.count(group.switches()),
          Amounts.count(group.migrations()),
          latency(wakeup, wakeup.p50()),
          latency(wakeup, wakeup.p99()),
          latency(wakeup, wakeup.max()));
    }
    out.table(table, "wakeup latency");
  }

  private void requests(List<GroupResult> groups) {
    TextTable table =
        new TextTable("requests to", "served", "mean", "p50", "p99", "max")
            .mayLose(1)
            .mayLose(2)
            .mayLose(5);
    boolean any = false;
    for (GroupResult group : groups) {
      LatencyResult latency = group.requestLatencyNs();
      if (latency != null) {
        any = true;
        table.row(
            Page.shortened(group.name()),
            Amounts.count(latency.count()),
            latency(latency, latency.mean()),
            latency(latency, latency.p50()),
            latency(latency, latency.p99()),
            latency(latency, latency.max()));
      }
    }
    if (any) {
      out.table(table, "request latency");
    }
  }

  /** In the order of the cells; the shares are of the CPUs that the task could have used. */
  private void worstWaits(List<Wait> waits) {
    boolean throttled = waits.stream().anyMatch(wait -> wait.cpuTime().throttledNs() > 0);
    TextTable table = new TextTable(ExplainPrinter.columns(WAIT_COLUMNS, throttled));
    table.mayLose(7).mayLose(5).mayLose(6).mayLose(1);
    for (Wait wait : waits) {
      CpuTime time = wait.cpuTime();
      long totalNs = Math.max(1, time.totalNs());
      List<String> row =
          List.of(
              Page.shortened(wait.task()),
              Amounts.compact(wait.fromNs()),
              Amounts.compact(wait.waitedNs()),
              percent(time.ownCellNs(), totalNs),
              percent(time.otherCellsNs(), totalNs),
              percent(time.switchingNs(), totalNs),
              percent(time.idleNs(), totalNs),
              percent(time.higherClassNs() + time.interruptNs() + time.offlineNs(), totalNs),
              percent(time.throttledNs(), totalNs));
      table.row(row.subList(0, row.size() - (throttled ? 0 : 1)).toArray(String[]::new));
    }
    if (!waits.isEmpty()) {
      out.println();
      out.table(table);
      out.wrapped(
          "", "", "own cell ... taken: who had the CPUs that it could use; see bin/sim explain.");
      if (throttled) {
        out.println("throttled: cpu.max kept it from them.");
      }
    }
  }

  private static String percent(long ns, long totalNs) {
    return percent(
        BigInteger.valueOf(ns)
            .multiply(BigInteger.valueOf(PPM))
            .divide(BigInteger.valueOf(totalNs))
            .longValueExact());
  }

  // --- lines

  private void plans(RunResult result) {
    RunResult.Plans plans = result.plans();
    String causes =
        plans.byCause().entrySet().stream()
            .filter(cause -> cause.getValue() > 0)
            .map(cause -> cause.getKey() + " " + cause.getValue())
            .collect(Collectors.joining(", "));
    out.line(
        "plans",
        "%d applied%s, %d computed, %d CPUs moved"
            .formatted(
                plans.applied(),
                causes.isEmpty() ? "" : " (" + causes + ")",
                plans.computed(),
                plans.cpusMoved()));
  }

  private void machine(RunResult result) {
    RunResult.MachineTime time = result.machineTimeNs();
    long totalNs = Math.max(1, result.cpus() * result.simulatedNs());
    out.line(
        "CPU time",
        "%s running, %s%s idle; %s idle beside waiting tasks"
            .formatted(
                share(time.running(), totalNs),
                time.irq() > 0 ? share(time.irq(), totalNs) + " interrupts, " : "",
                share(time.idle(), totalNs),
                Amounts.duration(result.idleWhileWaitingNs())));
    out.line(
        "migrations",
        migrations(result.migrations())
            + "; "
            + Amounts.count(result.contextSwitches())
            + " switches");
  }

  private static String share(long ns, long totalNs) {
    return Amounts.percent(
        BigDecimal.valueOf(ns)
            .multiply(BigDecimal.valueOf(PPM))
            .divide(BigDecimal.valueOf(totalNs), RoundingMode.HALF_UP)
            .longValue());
  }

  /** Such as {@code same core 12, same llc 9876}. */
  private static String migrations(Map<String, Long> byDistance) {
    String text =
        byDistance.entrySet().stream()
            .filter(moves -> moves.getValue() > 0)
            .map(moves -> words(moves.getKey()) + " " + Amounts.count(moves.getValue()))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "none" : text;
  }

  /** A name in camel case as words. */
  private static String words(String name) {
    return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).replace("llc", "LLC");
  }

  private void throttled(List<CellResult> cells) {
    String text =
        cells.stream()
            .filter(cell -> cell.throttledNs() > 0)
            .map(cell -> cell.name() + " " + Amounts.duration(cell.throttledNs()))
            .collect(Collectors.joining(", "));
    if (!text.isEmpty()) {
      out.line("throttled", text + " of its tasks' waits, by cpu.max");
    }
  }

  private void reports(RunResult result) {
    result.reports().stream()
        .filter(report -> !report.severity().equals("info"))
        .limit(SHOWN)
        .forEach(report ->
            out.line(
                report.severity(),
                "at " + Amounts.duration(report.timeNs()) + ": " + report.text()));
  }

  private void violations(RunResult result) {
    out.line(
        "violations",
        result.violationCount() == 0 ? "none" : Long.toString(result.violationCount()));
    result.violationsByRule().forEach(this::violations);
    long forgotten = result.violationCount() - result.violations().size();
    if (forgotten > 0) {
      out.println("  and %s more, of any rule".formatted(Amounts.count(forgotten)));
    }
  }

  /** Of one rule: a defect that breaks it a hundred times hides no other. */
  private void violations(List<ViolationResult> ofRule) {
    for (ViolationResult violation : ofRule.subList(0, Math.min(SHOWN_OF_A_RULE, ofRule.size()))) {
      String time = Amounts.duration(violation.timeNs());
      out.wrapped(
          "  ", "    ", "at %s, %s: %s".formatted(time, violation.rule(), violation.detail()));
    }
    int more = ofRule.size() - SHOWN_OF_A_RULE;
    if (more > 0) {
      ViolationResult last = ofRule.getLast();
      String time = Amounts.duration(last.timeNs());
      out.wrapped("  ", "    ", "and %d more of %s until %s".formatted(more, last.rule(), time));
    }
  }

  private void expectations(RunResult result) {
    List<ExpectationResult> expectations = result.expectations();
    long held = expectations.size() - result.failedExpectations();
    String none = result.complete() ? "none" : "not judged: the run did not reach its end";
    out.line(
        "expectations",
        expectations.isEmpty() ? none : held + " of " + expectations.size() + " held");
    expectations.forEach(this::expectation);
  }

  /** What was observed goes to a line of its own where it does not fit. */
  private void expectation(ExpectationResult expectation) {
    String first =
        expectation.passed() ? "  ok      " : "  " + out.paint(Tone.BAD, "FAILED") + "  ";
    String others = " ".repeat(12);
    String observed = VerdictPrinter.observed(expectation);
    String line = first + expectation.text() + "  " + observed;
    if (out.fits(line)) {
      out.println(line);
    } else {
      out.wrapped(first, others, expectation.text());
      out.wrapped(others, others, observed);
    }
  }

  // --- values

  private static String orNothing(int count) {
    return count == 0 ? NOTHING : Integer.toString(count);
  }

  private static String percent(long ppm) {
    return CellTable.percent(ppm);
  }

  private static String latency(LatencyResult latency, long ns) {
    return latency.count() == 0 ? NOTHING : Amounts.compact(ns);
  }
}
