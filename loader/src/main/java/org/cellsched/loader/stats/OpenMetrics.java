package org.cellsched.loader.stats;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** A snapshot in the text format of OpenMetrics 1.0.0. Times are in seconds, as it demands. */
final class OpenMetrics {

  static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final int NANO = 9;
  private static final int MILLI = 3;
  private static final int PPM = 6;

  private final StringBuilder text = new StringBuilder();

  private OpenMetrics() {}

  static String of(LoaderStatistics statistics) {
    OpenMetrics metrics = new OpenMetrics();
    metrics.machine(statistics);
    metrics.cells(statistics.cells());
    return metrics.text.append("# EOF\n").toString();
  }

  private void machine(LoaderStatistics of) {
    family("cellsched_plan_generation", "gauge", "", "Generation of the plan in force.");
    sample("cellsched_plan_generation", "", of.generation(), 0);
    family("cellsched_plans_applied", "counter", "", "Plans put in force.");
    sample("cellsched_plans_applied_total", "", of.plansApplied(), 0);
    family("cellsched_plans_refused", "counter", "", "Plans that the data plane did not take.");
    sample("cellsched_plans_refused_total", "", of.plansRefused(), 0);
    family("cellsched_cpus_moved", "counter", "", "CPUs given to another cell.");
    sample("cellsched_cpus_moved_total", "", of.cpusMoved(), 0);
    family(
        "cellsched_replacement_seconds",
        "gauge",
        "seconds",
        "How long it took to re-place waiting tasks after the last plan.");
    sample("cellsched_replacement_seconds", "", of.lastReplacedNs(), NANO);
    family("cellsched_demoted_cgroups", "gauge", "", "Cgroups with no CPUs of their own.");
    sample("cellsched_demoted_cgroups", "", of.demoted().size(), 0);
    family("cellsched_decisions", "counter", "", "Decisions of the data plane by kind.");
    for (Map.Entry<String, Long> decision : of.decisions().entrySet()) {
      sample(
          "cellsched_decisions_total",
          "{kind=\"" + escaped(decision.getKey()) + "\"}",
          decision.getValue(),
          0);
    }
  }

  private void cells(List<LoaderStatistics.Cell> cells) {
    gauge(cells, "cpus", "", "CPUs that the cell owns.", LoaderStatistics.Cell::cpuCount, 0);
    gauge(
        cells,
        "utilisation_ratio",
        "ratio",
        "CPU time by the capacity of its own CPUs.",
        LoaderStatistics.Cell::utilisationPpm,
        PPM);
    gauge(
        cells,
        "demand_cpus",
        "cpus",
        "CPUs wanted.",
        LoaderStatistics.Cell::demandMilliCpus,
        MILLI);
    seconds(cells, "run", "CPU time.", LoaderStatistics.Cell::runNs);
    seconds(cells, "wait", "Time cell-wide tasks waited.", LoaderStatistics.Cell::waitNs);
    seconds(
        cells,
        "restricted_wait",
        "Time tasks waited that are bound to CPUs.",
        LoaderStatistics.Cell::restrictedWaitNs);
    seconds(cells, "borrowed", "CPU time on others' CPUs.", LoaderStatistics.Cell::borrowedNs);
    seconds(cells, "lent", "CPU time of others on its CPUs.", LoaderStatistics.Cell::lentNs);
  }

  private void gauge(
      List<LoaderStatistics.Cell> cells,
      String name,
      String unit,
      String help,
      ToLongFunction<LoaderStatistics.Cell> value,
      int decimals) {
    String full = "cellsched_cell_" + name;
    family(full, "gauge", unit, help);
    cells.forEach(cell -> sample(full, label(cell), value.applyAsLong(cell), decimals));
  }

  private void seconds(
      List<LoaderStatistics.Cell> cells,
      String name,
      String help,
      ToLongFunction<LoaderStatistics.Cell> valueNs) {
    String full = "cellsched_cell_" + name + "_seconds";
    family(full, "counter", "seconds", help);
    cells.forEach(cell -> sample(full + "_total", label(cell), valueNs.applyAsLong(cell), NANO));
  }

  private void family(String name, String type, String unit, String help) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    if (!unit.isEmpty()) {
      text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
    }
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
  }

  private void sample(String name, String labels, long value, int decimals) {
    text.append(name)
        .append(labels)
        .append(' ')
        .append(BigDecimal.valueOf(value, decimals).toPlainString())
        .append('\n');
  }

  private static String label(LoaderStatistics.Cell cell) {
    return "{cell=\"" + escaped(cell.name()) + "\"}";
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
