package org.cellsched.sim.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.host.report.Columns;
import org.cellsched.host.report.Columns.Column;
import org.cellsched.host.report.ControlHistory;
import org.cellsched.host.report.Report;
import org.cellsched.host.report.Report.Bins;
import org.cellsched.host.report.Report.CellBins;
import org.cellsched.host.report.Report.Distribution;
import org.cellsched.host.report.Report.Distributions;
import org.cellsched.host.report.Report.Fact;
import org.cellsched.host.report.Report.LatencyBins;
import org.cellsched.host.report.Report.Limit;
import org.cellsched.host.report.Report.Machine;
import org.cellsched.host.report.Report.Migrations;
import org.cellsched.host.report.Report.Notice;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.Harm;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.explain.WaitReport;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/** Makes the {@link Report} of what a {@link RunRecorder} saw and of the result. */
record RunReport(
    Scenario scenario,
    RunResult result,
    Kernel kernel,
    Tenants tenants,
    TurnWatch turns,
    RunHistory history,
    @Nullable ControlHistory control,
    Columns columns) {

  /** Where percentile curves have their points: ever closer towards 100 %. */
  private static final long[] SHARES_OF_MILLION = shares();

  private static final long MILLION = 1_000_000;

  /** 0, 5, … 90 %, then nine steps for each digit up to 99.9999 %. */
  private static long[] shares() {
    List<Long> shares = new ArrayList<>();
    for (long share = 0; share < 900_000; share += 50_000) {
      shares.add(share);
    }
    for (long step = 10_000; step >= 1; step /= 10) {
      for (long left = 10 * step; left > step; left -= step) {
        shares.add(MILLION - left);
      }
    }
    shares.add(MILLION);
    return shares.stream().mapToLong(Long::longValue).toArray();
  }

  Report build(String text, String command, String changes, List<WaitReport> explained) {
    List<String> cells = tenants.names();
    return new Report(
        result.scenario(),
        "simulated",
        scenario.description(),
        facts(changes),
        command,
        text,
        result.simulatedNs(),
        new Verdicts(scenario, result, cells, history).verdict(explained),
        Machine.of(kernel.topology(), columns),
        cells,
        ResultTables.of(result),
        control == null ? List.of() : control.plans(cells, columns),
        control == null ? 0 : control.plansLeftOut(),
        EventWords.of(scenario),
        result.reports().stream()
            .map(said -> new Notice(said.timeNs(), said.severity(), said.text()))
            .toList(),
        control == null ? null : control.samples(cells, columns),
        bins(cells.size()),
        distributions(cells.size()),
        migrations(cells.size()),
        new MapColumns(turns, kernel.topology().cpuCount(), cells.size(), columns).map());
  }

  private List<Fact> facts(String changes) {
    List<Fact> facts = new ArrayList<>();
    if (!changes.isEmpty()) {
      facts.add(new Fact("differs from the file by", changes));
    }
    facts.add(new Fact("machine", kernel.topology().toString()));
    facts.add(
        new Fact(
            "simulated",
            Amounts.duration(result.simulatedNs())
                + (result.complete() ? "" : " (the run did not reach its end)")));
    facts.add(new Fact("scheduler", result.scheduler()));
    facts.add(new Fact("seed", result.seed()));
    facts.add(new Fact("digest", result.digest()));
    facts.add(new Fact("version", result.version()));
    return facts;
  }

  private Bins bins(int cellCount) {
    List<CellBins> cells = new ArrayList<>();
    for (int cell = 0; cell < cellCount; cell++) {
      TenantHistory tenant = history.tenant(cell);
      cells.add(
          new CellBins(
              columns.add(tenant.cpuTime.values()),
              columns.add(tenant.borrowed.values()),
              columns.add(tenant.lent.values()),
              columns.add(tenant.capacity.values()),
              latency(tenant.wakeup),
              latency(tenant.request)));
    }
    return new Bins(history.widthNs(), history.count(), cells, limits());
  }

  private List<Limit> limits() {
    List<Limit> limits = new ArrayList<>();
    limits.add(
        new Limit("wakeup", "p99Ns", Harm.LATE_NS, "late: " + Amounts.duration(Harm.LATE_NS)));
    scenario.expectations().stream()
        .map(LatencyLimit::of)
        .filter(Objects::nonNull)
        .map(limit -> Objects.requireNonNull(limit).forCharts())
        .forEach(limits::add);
    return limits;
  }

  private @Nullable LatencyBins latency(Spread spread) {
    return spread.count() == 0
        ? null
        : new LatencyBins(
            columns.add(spread.p50Ns), columns.add(spread.p99Ns), columns.add(spread.maxNs));
  }

  private Distributions distributions(int cellCount) {
    return new Distributions(
        columns.add(SHARES_OF_MILLION),
        curves(cellCount, tenant -> tenant.wakeup),
        curves(cellCount, tenant -> tenant.request));
  }

  private List<Distribution> curves(int cellCount, Function<TenantHistory, Spread> latency) {
    List<Distribution> curves = new ArrayList<>();
    for (int cell = 0; cell < cellCount; cell++) {
      Spread spread = latency.apply(history.tenant(cell));
      if (spread.count() > 0) {
        Column values =
            columns.add(Arrays.stream(SHARES_OF_MILLION).map(spread::valueNs).toArray());
        curves.add(new Distribution(cell, spread.count(), values));
      }
    }
    return curves;
  }

  private Migrations migrations(int cellCount) {
    List<String> distances = new ArrayList<>();
    for (CpuDistance distance : CpuDistance.values()) {
      distances.add(
          distance
              .name()
              .toLowerCase(Locale.ROOT)
              .replace('_', ' ')
              .replace("llc", "LLC")
              .replace("cpu", "CPU"));
    }
    List<Column> counts = new ArrayList<>();
    for (int cell = 0; cell < cellCount; cell++) {
      counts.add(columns.add(history.tenant(cell).startsByDistance));
    }
    return new Migrations(distances, counts);
  }
}
