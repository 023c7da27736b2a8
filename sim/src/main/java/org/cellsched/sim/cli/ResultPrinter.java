package org.cellsched.sim.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cellsched.host.table.TextTable;
import org.cellsched.sim.Amounts;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.RunResult.CellResult;
import org.cellsched.sim.RunResult.ExpectationResult;
import org.cellsched.sim.RunResult.GroupResult;
import org.cellsched.sim.RunResult.LatencyResult;

/** Shows a result to a person, in 80 columns and ten seconds. */
final class ResultPrinter {

  private static final String NOTHING = "-";

  /** Longer names are cut, so that the table fits. */
  private static final int LONGEST_NAME = 14;

  /** Violations and warnings shown; the document has more. */
  private static final int SHOWN = 10;

  private final PrintWriter out;

  ResultPrinter(PrintWriter out) {
    this.out = out;
  }

  void print(RunResult result, String repeatCommand) {
    out.printf(
        "%s: %d CPUs, %s simulated%s, scheduler %s, seed %s%n%n",
        result.scenario(),
        result.cpus(),
        Amounts.duration(result.simulatedNs()),
        result.complete() ? "" : " (PARTIAL: the run did not reach its end)",
        result.scheduler(),
        result.seed());
    cells(result.cells()).lines().forEach(out::println);
    out.println();
    groups(result.groups()).lines().forEach(out::println);
    out.println();
    plans(result);
    warnings(result);
    violations(result);
    expectations(result.expectations());
    out.printf(
        "digest        %s (%d events in %s)%n",
        result.digest(), result.events(), Amounts.duration(result.wallNs()));
    if (!result.isClean()) {
      out.printf("repeat with   %s%n", repeatCommand);
    }
    out.flush();
  }

  private static TextTable cells(List<CellResult> cells) {
    TextTable table =
        new TextTable(
            "cell", "CPUs", "util", "demand", "borrow", "lent", "p50", "p99", "max", "switch",
            "migr");
    for (CellResult cell : cells) {
      LatencyResult wakeup = cell.wakeupLatencyNs();
      table.row(
          shortened(cell.name()),
          Integer.toString(cell.cpuCount()),
          cell.cpuCount() == 0 ? NOTHING : cell.utilisationPpm() / 10_000 + "%",
          Amounts.cpus(cell.demandMilliCpus()),
          compact(cell.borrowedNs()),
          compact(cell.lentNs()),
          latency(wakeup, wakeup.p50()),
          latency(wakeup, wakeup.p99()),
          latency(wakeup, wakeup.max()),
          count(cell.switches()),
          count(cell.migrations()));
    }
    return table;
  }

  private static TextTable groups(List<GroupResult> groups) {
    TextTable table =
        new TextTable(
            "tasks", "count", "CPU", "p50", "p99", "max", "requests", "p50", "p99", "max");
    for (GroupResult group : groups) {
      LatencyResult wakeup = group.wakeupLatencyNs();
      LatencyResult request =
          group.requestLatencyNs() == null
              ? new LatencyResult(0, 0, 0, 0, 0, 0)
              : group.requestLatencyNs();
      table.row(
          shortened(group.name()),
          Integer.toString(group.tasks()),
          compact(group.cpuTimeNs()),
          latency(wakeup, wakeup.p50()),
          latency(wakeup, wakeup.p99()),
          latency(wakeup, wakeup.max()),
          request.count() == 0 ? NOTHING : count(request.count()),
          latency(request, request.p50()),
          latency(request, request.p99()),
          latency(request, request.max()));
    }
    return table;
  }

  private void plans(RunResult result) {
    RunResult.Plans plans = result.plans();
    String causes =
        plans.byCause().entrySet().stream()
            .filter(cause -> cause.getValue() > 0)
            .map(cause -> cause.getKey() + " " + cause.getValue())
            .collect(Collectors.joining(", "));
    out.printf(
        "plans         %d applied%s, %d computed, %d CPUs moved%n",
        plans.applied(),
        causes.isEmpty() ? "" : " (" + causes + ")",
        plans.computed(),
        plans.cpusMoved());
    out.printf(
        "moves         %s; %d switches%n",
        migrations(result.migrations()), result.contextSwitches());
    out.printf(
        "idle          %s of CPU time idle beside a waiting task that could use it%n",
        Amounts.duration(result.idleWhileWaitingNs()));
  }

  private static String migrations(Map<String, Long> byDistance) {
    return byDistance.entrySet().stream()
        .filter(moves -> moves.getValue() > 0)
        .map(moves -> moves.getKey() + " " + count(moves.getValue()))
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(", "), text -> text.isEmpty() ? "none" : text));
  }

  private void warnings(RunResult result) {
    result.reports().stream()
        .filter(report -> !report.severity().equals("info"))
        .limit(SHOWN)
        .forEach(report ->
            out.printf(
                "%-13s at %s: %s%n",
                report.severity(), Amounts.duration(report.timeNs()), report.text()));
  }

  private void violations(RunResult result) {
    if (result.violationCount() == 0) {
      out.println("violations    none");
      return;
    }
    out.printf("violations    %d%n", result.violationCount());
    result.violations().stream()
        .limit(SHOWN)
        .forEach(violation ->
            out.printf(
                "  at %s, %s: %s%n",
                Amounts.duration(violation.timeNs()), violation.rule(), violation.detail()));
  }

  private void expectations(List<ExpectationResult> expectations) {
    long held = expectations.stream().filter(ExpectationResult::passed).count();
    out.printf("expectations  %d of %d held%n", held, expectations.size());
    for (ExpectationResult expectation : expectations) {
      out.printf(
          "  %-6s %s  [%s]%n",
          expectation.passed() ? "ok" : "FAILED", expectation.text(), expectation.observed());
    }
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "~";
  }

  private static String latency(LatencyResult latency, long ns) {
    return latency.count() == 0 ? NOTHING : compact(ns);
  }

  private static String compact(long ns) {
    return ns == 0 ? "0" : Amounts.duration(ns).replace(" ", "");
  }

  /** Such as 950, 12.3k, 4.56M. */
  private static String count(long count) {
    if (count < 10_000) {
      return Long.toString(count);
    }
    long unit = count < 1_000_000 ? 1_000 : 1_000_000;
    BigDecimal scaled =
        BigDecimal.valueOf(count).divide(BigDecimal.valueOf(unit), 9, RoundingMode.DOWN);
    int digits = scaled.precision() - scaled.scale();
    return scaled.setScale(Math.max(0, 3 - digits), RoundingMode.HALF_UP)
        + (unit == 1_000 ? "k" : "M");
  }
}
