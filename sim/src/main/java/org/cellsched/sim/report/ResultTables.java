package org.cellsched.sim.report;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.report.Report.Table;
import org.cellsched.host.table.Amounts;
import org.cellsched.host.table.CellTable;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.RunResult.CellResult;
import org.cellsched.sim.RunResult.GroupResult;
import org.cellsched.sim.RunResult.LatencyResult;
import org.jspecify.annotations.Nullable;

/** The figures of a result as tables for people. */
final class ResultTables {

  private ResultTables() {}

  static List<Table> of(RunResult result) {
    List<Table> tables = new ArrayList<>();
    tables.add(cells(result));
    if (!result.groups().isEmpty()) {
      tables.add(groups(result.groups()));
    }
    return tables;
  }

  private static Table cells(RunResult result) {
    boolean planned = result.plans().applied() > 0;
    List<List<String>> rows = new ArrayList<>();
    for (CellResult cell : result.cells()) {
      LatencyResult wakeup = cell.wakeupLatencyNs();
      rows.add(
          List.of(
              cell.name(),
              planned ? cell.cpus() : "all",
              cell.cpuCount() == 0 ? CellTable.NOTHING : CellTable.percent(cell.utilisationPpm()),
              planned ? Amounts.cpus(cell.demandMilliCpus()) : CellTable.NOTHING,
              Amounts.compact(cell.cpuTimeNs()),
              Amounts.compact(cell.borrowedNs()),
              Amounts.compact(cell.lentNs()),
              Amounts.count(cell.switches()),
              Amounts.count(cell.migrations()),
              latency(wakeup, wakeup.p50()),
              latency(wakeup, wakeup.p99()),
              latency(wakeup, wakeup.max())));
    }
    return new Table(
        "Cells",
        List.of(
            "cell",
            "CPUs",
            "utilisation",
            "demand",
            "CPU time",
            "borrowed",
            "lent",
            "switches",
            "migrations",
            "wakeup p50",
            "p99",
            "max"),
        rows,
        "CPUs: those owned at the end. Utilisation: CPU time by the capacity of its own CPUs; over"
            + " 100 % when it borrows. Demand: CPUs that its tasks ran on or waited for, on"
            + " average. Wakeup latency: from the moment a task wakes until it runs.");
  }

  private static Table groups(List<GroupResult> groups) {
    List<List<String>> rows = new ArrayList<>();
    for (GroupResult group : groups) {
      LatencyResult wakeup = group.wakeupLatencyNs();
      LatencyResult request = group.requestLatencyNs();
      rows.add(
          List.of(
              group.name(),
              Integer.toString(group.tasks()),
              Amounts.compact(group.cpuTimeNs()),
              Amounts.count(group.switches()),
              latency(wakeup, wakeup.p50()),
              latency(wakeup, wakeup.p99()),
              latency(wakeup, wakeup.max()),
              request == null ? CellTable.NOTHING : Amounts.count(request.count()),
              latency(request, request == null ? 0 : request.p50()),
              latency(request, request == null ? 0 : request.p99()),
              latency(request, request == null ? 0 : request.max())));
    }
    return new Table(
        "Task groups",
        List.of(
            "tasks",
            "count",
            "CPU time",
            "switches",
            "wakeup p50",
            "p99",
            "max",
            "requests",
            "request p50",
            "p99",
            "max"),
        rows,
        "");
  }

  private static String latency(@Nullable LatencyResult latency, long ns) {
    return latency == null || latency.count() == 0 ? CellTable.NOTHING : Amounts.compact(ns);
  }
}
