package org.cellsched.bench;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.TextTable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** All results in one table, and what it was measured on. */
final class ResultTable {

  private static final double[] UNIT_NS = {1e9, 1e6, 1e3, 1};
  private static final String[] UNITS = {"s", "ms", "us", "ns"};

  private ResultTable() {}

  static void print(Collection<RunResult> results, PrintStream out) {
    TextTable table = new TextTable("benchmark", "with", "time", "+-", "CPU time");
    results.forEach(result -> table.row(row(result)));
    table.lines(Page.COLUMNS).forEach(out::println);
    out.println("time: for each operation, with its 99.9 % interval. CPU time: of the process.");
    printMachine(out);
  }

  /** What it was measured on, in a line. */
  static void printMachine(PrintStream out) {
    out.printf(
        "Java %s, %d CPUs, %s %s%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"));
  }

  private static String[] row(RunResult result) {
    Result<?> time = result.getPrimaryResult();
    return new String[] {
      name(result.getParams()),
      parameters(result.getParams()),
      amount(time.getScore()),
      amount(time.getScoreError()),
      amount(Objects.requireNonNull(result.getSecondaryResults().get(CpuTime.LABEL)).getScore())
    };
  }

  /** {@code Planner.plan} of {@code org.cellsched.bench.PlannerBenchmark.plan}. */
  private static String name(BenchmarkParams benchmark) {
    String name = benchmark.getBenchmark().replace("Benchmark.", ".");
    int method = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', method - 1) + 1);
  }

  private static String parameters(BenchmarkParams benchmark) {
    return benchmark.getParamsKeys().stream()
        .map(benchmark::getParam)
        .collect(Collectors.joining(" "));
  }

  /** Three digits and a unit; an interval of a single iteration is not known. */
  private static String amount(double ns) {
    if (Double.isNaN(ns)) {
      return "-";
    }
    int unit = 0;
    while (unit < UNITS.length - 1 && ns < UNIT_NS[unit]) {
      unit++;
    }
    double value = ns / UNIT_NS[unit];
    int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f%s", value, UNITS[unit]);
  }
}
