package org.cellsched.sim.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  private static final int COLUMNS = 80;

  /** Longer names are cut, so that the tables fit. */
  private static final int LONGEST_NAME = 16;

  /** Violations and warnings shown; the document has more. */
  private static final int SHOWN = 10;

  private static final List<String> CELL_LEGEND =
      List.of(
          "CPUs: at the end. util: of own CPUs. demand: CPUs. borrow, lent: CPU time.",
          "switch: times that a task was switched in. migr: on another CPU than its last.");

  private static final long PPM = 1_000_000;
  private static final long PPM_PER_PERCENT = 10_000;

  private final PrintWriter out;

  ResultPrinter(PrintWriter out) {
    this.out = out;
  }

  void print(RunResult result, String repeatCommand) {
    wrapped(
        "",
        "",
        "%s: %d CPUs, %s simulated%s, scheduler %s, seed %s"
            .formatted(
                result.scenario(),
                result.cpus(),
                Amounts.duration(result.simulatedNs()),
                result.complete() ? "" : " (PARTIAL: the run did not reach its end)",
                result.scheduler(),
                result.seed()));
    cells(result);
    groups(result.groups());
    requests(result.groups());
    out.println();
    plans(result);
    machine(result);
    reports(result);
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

  // --- tables

  private void cells(RunResult result) {
    TextTable table =
        new TextTable(
            "cell", "CPUs", "util", "demand", "borrow", "lent", "switch", "migr", "p50", "p99",
            "max");
    boolean planned = result.plans().applied() > 0;
    for (CellResult cell : result.cells()) {
      LatencyResult wakeup = cell.wakeupLatencyNs();
      table.row(
          shortened(cell.name()),
          planned ? orNothing(cell.cpuCount()) : "all",
          cell.cpuCount() == 0 ? NOTHING : percent(cell.utilisationPpm()),
          planned ? Amounts.cpus(cell.demandMilliCpus()) : NOTHING,
          compact(cell.borrowedNs()),
          compact(cell.lentNs()),
          count(cell.switches()),
          count(cell.migrations()),
          latency(wakeup, wakeup.p50()),
          latency(wakeup, wakeup.p99()),
          latency(wakeup, wakeup.max()));
    }
    print(table, "wakeup latency");
    CELL_LEGEND.forEach(out::println);
  }

  private void groups(List<GroupResult> groups) {
    if (groups.isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable("tasks", "count", "CPU time", "switches", "migrations", "p50", "p99", "max");
    for (GroupResult group : groups) {
      LatencyResult wakeup = group.wakeupLatencyNs();
      table.row(
          shortened(group.name()),
          Integer.toString(group.tasks()),
          compact(group.cpuTimeNs()),
          count(group.switches()),
          count(group.migrations()),
          latency(wakeup, wakeup.p50()),
          latency(wakeup, wakeup.p99()),
          latency(wakeup, wakeup.max()));
    }
    print(table, "wakeup latency");
  }

  private void requests(List<GroupResult> groups) {
    TextTable table = new TextTable("requests to", "served", "mean", "p50", "p99", "max");
    boolean any = false;
    for (GroupResult group : groups) {
      LatencyResult latency = group.requestLatencyNs();
      if (latency != null) {
        any = true;
        table.row(
            shortened(group.name()),
            count(latency.count()),
            latency(latency, latency.mean()),
            latency(latency, latency.p50()),
            latency(latency, latency.p99()),
            latency(latency, latency.max()));
      }
    }
    if (any) {
      print(table, "request latency");
    }
  }

  /** A table whose last three columns are percentiles, which {@code what} says the name of. */
  private void print(TextTable table, String what) {
    List<String> lines = table.lines(COLUMNS);
    String header = lines.getFirst();
    String dashes = "-".repeat(Math.max(1, (percentilesWidth(header) - what.length() - 2) / 2));
    String title = dashes + " " + what + " " + dashes;
    out.println();
    out.println(" ".repeat(Math.max(0, header.length() - title.length())) + title);
    lines.forEach(out::println);
  }

  private static int percentilesWidth(String header) {
    String before = header.substring(0, header.lastIndexOf("p50")).stripTrailing();
    return header.length() - before.length() - 1;
  }

  // --- lines

  private void plans(RunResult result) {
    RunResult.Plans plans = result.plans();
    String causes =
        plans.byCause().entrySet().stream()
            .filter(cause -> cause.getValue() > 0)
            .map(cause -> cause.getKey() + " " + cause.getValue())
            .collect(Collectors.joining(", "));
    line(
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
    line(
        "CPU time",
        "%s running, %s idle; %s idle beside waiting tasks"
            .formatted(
                share(time.running(), totalNs),
                share(time.idle(), totalNs),
                Amounts.duration(result.idleWhileWaitingNs())));
    line(
        "migrations",
        migrations(result.migrations()) + "; " + count(result.contextSwitches()) + " switches");
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
            .map(moves -> words(moves.getKey()) + " " + count(moves.getValue()))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "none" : text;
  }

  /** A name in camel case as words. */
  private static String words(String name) {
    return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).replace("llc", "LLC");
  }

  private void reports(RunResult result) {
    result.reports().stream()
        .filter(report -> !report.severity().equals("info"))
        .limit(SHOWN)
        .forEach(report ->
            line(
                report.severity(),
                "at " + Amounts.duration(report.timeNs()) + ": " + report.text()));
  }

  private void violations(RunResult result) {
    line(
        "violations",
        result.violationCount() == 0 ? "none" : Long.toString(result.violationCount()));
    result.violations().stream()
        .limit(SHOWN)
        .forEach(violation ->
            wrapped(
                "  ",
                "    ",
                "at %s, %s: %s"
                    .formatted(
                        Amounts.duration(violation.timeNs()),
                        violation.rule(),
                        violation.detail())));
  }

  private void expectations(List<ExpectationResult> expectations) {
    long held = expectations.stream().filter(ExpectationResult::passed).count();
    line(
        "expectations",
        expectations.isEmpty() ? "none" : held + " of " + expectations.size() + " held");
    expectations.forEach(this::expectation);
  }

  /** What was observed goes to a line of its own where it does not fit. */
  private void expectation(ExpectationResult expectation) {
    String first = expectation.passed() ? "  ok      " : "  FAILED  ";
    String others = " ".repeat(12);
    String observed = "(" + values(expectation.observed()) + ")";
    if (first.length() + expectation.text().length() + 2 + observed.length() <= COLUMNS) {
      out.println(first + expectation.text() + "  " + observed);
    } else {
      wrapped(first, others, expectation.text());
      wrapped(others, others, observed);
    }
  }

  /** {@code a.cpus = 4 CPUs, b.cpus = 2 CPUs} without the names, which the expectation says. */
  private static String values(String observed) {
    return observed.replaceAll("[^ ,=]+ = ", "");
  }

  private void line(String what, String text) {
    wrapped("%-14s".formatted(what), " ".repeat(14), text);
  }

  /** Text between two margins, in as many lines as it takes; a word that is too long sticks out. */
  private void wrapped(String first, String others, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.split(" ", -1)) {
      if (!empty && line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line = new StringBuilder(others);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    lines.forEach(each -> out.println(each.stripTrailing()));
  }

  // --- values

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "~";
  }

  private static String orNothing(int count) {
    return count == 0 ? NOTHING : Integer.toString(count);
  }

  private static String percent(long ppm) {
    return (ppm + PPM_PER_PERCENT / 2) / PPM_PER_PERCENT + "%";
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
