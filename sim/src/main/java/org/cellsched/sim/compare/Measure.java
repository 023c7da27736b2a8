package org.cellsched.sim.compare;

import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.RunResult.CellResult;
import org.cellsched.sim.RunResult.LatencyResult;
import org.jspecify.annotations.Nullable;

/**
 * What is compared of each run: one number for each cell, or one for the machine. Latencies of a
 * run without a single wakeup or request are absent, not 0.
 */
public enum Measure {
  WAKEUP_P50("wakeupLatency.p50", "wakeup p50", Unit.NS, Better.LESS, wakeup(LatencyResult::p50)),
  WAKEUP_P99("wakeupLatency.p99", "wakeup p99", Unit.NS, Better.LESS, wakeup(LatencyResult::p99)),
  REQUEST_P50(
      "requestLatency.p50", "request p50", Unit.NS, Better.LESS, request(LatencyResult::p50)),
  REQUEST_P99(
      "requestLatency.p99", "request p99", Unit.NS, Better.LESS, request(LatencyResult::p99)),
  CPU_TIME("cpuTime", "CPU time", Unit.NS, Better.NEITHER, cell(CellResult::cpuTimeNs)),
  BORROWED("borrowed", "borrowed", Unit.NS, Better.NEITHER, cell(CellResult::borrowedNs)),
  LENT("lent", "lent", Unit.NS, Better.NEITHER, cell(CellResult::lentNs)),
  UTILISATION(
      "utilisation", "utilisation", Unit.PPM, Better.NEITHER, cell(CellResult::utilisationPpm)),
  THROTTLED("throttled", "throttled", Unit.NS, Better.LESS, cell(CellResult::throttledNs)),

  MIGRATIONS("migrations", "migrations", Unit.COUNT, Better.LESS, machine(Measure::migrations)),
  SWITCHES("switches", "switches", Unit.COUNT, Better.LESS, machine(RunResult::contextSwitches)),
  IDLE_WHILE_WAITING(
      "idleWhileWaiting",
      "idle beside waiting",
      Unit.NS,
      Better.LESS,
      machine(RunResult::idleWhileWaitingNs)),
  FAILED_EXPECTATIONS(
      "failedExpectations",
      "failed expectations",
      Unit.COUNT,
      Better.LESS,
      machine(RunResult::failedExpectations)),
  VIOLATIONS(
      "violations", "violations", Unit.COUNT, Better.LESS, machine(RunResult::violationCount));

  /** What a value counts. */
  public enum Unit {
    NS,
    PPM,
    COUNT
  }

  /** Which way is better for the one whose measure it is. */
  public enum Better {
    LESS,
    /** It depends: who serves requests needs less CPU time where SMT siblings are idle. */
    NEITHER
  }

  /** Reads a measure off a cell's result or off the run's; the other function is null. */
  private record Reader(
      @Nullable Function<CellResult, @Nullable Long> cell,
      @Nullable ToLongFunction<RunResult> machine) {}

  private final String path;
  private final String words;
  private final Unit unit;
  private final Better better;
  private final Reader reader;

  Measure(String path, String words, Unit unit, Better better, Reader reader) {
    this.path = path;
    this.words = words;
    this.unit = unit;
    this.better = better;
    this.reader = reader;
  }

  private static Reader cell(ToLongFunction<CellResult> read) {
    return new Reader(read::applyAsLong, null);
  }

  private static Reader wakeup(ToLongFunction<LatencyResult> read) {
    return new Reader(cell -> latency(cell.wakeupLatencyNs(), read), null);
  }

  private static Reader request(ToLongFunction<LatencyResult> read) {
    return new Reader(cell -> latency(cell.requestLatencyNs(), read), null);
  }

  private static @Nullable Long latency(
      @Nullable LatencyResult latency, ToLongFunction<LatencyResult> read) {
    return latency == null || latency.count() == 0 ? null : (Long) read.applyAsLong(latency);
  }

  private static Reader machine(ToLongFunction<RunResult> read) {
    return new Reader(null, read);
  }

  private static long migrations(RunResult run) {
    return run.migrations().values().stream().mapToLong(Long::longValue).sum();
  }

  /** The name in documents: that of expectations, where they have one. */
  public String path() {
    return path;
  }

  /** The name in tables, at most 19 characters. */
  public String words() {
    return words;
  }

  public Unit unit() {
    return unit;
  }

  public Better better() {
    return better;
  }

  /** The cell's value; null if it has none, or if this is a measure of the machine. */
  @Nullable Long of(CellResult cell) {
    return reader.cell == null ? null : reader.cell.apply(cell);
  }

  /** The whole run's value; null if this is a measure of cells. */
  @Nullable Long of(RunResult run) {
    return reader.machine == null ? null : (Long) reader.machine.applyAsLong(run);
  }
}
