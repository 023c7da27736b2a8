package org.cellsched.loader.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.CellStatus;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerStatus;
import org.cellsched.core.control.PlanCause;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.host.table.Amounts;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.TextTable;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.control.LoopObserver;
import org.cellsched.loader.topology.MachineTopology;

/** Tells a person what would be done, as it would be done, and a summary at the end. */
final class PlanPrinter implements LoopObserver {

  private static final long NS_PER_MS = 1_000_000;
  private static final String MARGIN = " ".repeat(11);
  private static final String ROOT_NAME = "root";

  /** What was seen of a cell, by its cgroup's name. */
  private static final class Seen {
    long samples;
    long utilisationSumPpm;
    long demandSumMilliCpus;
  }

  private final Page page;
  private final String verb;
  private final long startNs;
  private final SortedMap<String, Seen> seen = new TreeMap<>();
  private final Map<PlanCause, Integer> plansByCause = new EnumMap<>(PlanCause.class);
  private int plans;
  private int cpusMoved;

  /**
   * @param verb what happens to a plan: applied, or would apply
   */
  PlanPrinter(PrintWriter out, String verb, long startNs) {
    this.verb = verb;
    this.page = new Page(out);
    this.startNs = startNs;
  }

  void begins(String what, String how, String parent, MachineTopology machine, CgroupTree cgroups) {
    page.wrapped(
        "",
        "",
        "%s the children of %s (cgroup2 at %s) on %s CPUs, %s last-level caches. %s"
            .formatted(
                what,
                parent,
                cgroups.directory("/"),
                machine.online().size(),
                machine.topology().llcCount(),
                how));
    machine.notes().forEach(note -> page.wrapped("note: ", "      ", note));
    page.flush();
  }

  @Override
  public void applied(long nowNs, ControllerEffect.ApplyPlan plan, CellController controller) {
    plans++;
    cpusMoved += plan.cpusMoved();
    plan.causes().forEach(cause -> plansByCause.merge(cause, 1, Integer::sum));
    page.println();
    page.wrapped(
        at(nowNs),
        MARGIN,
        "%s plan %s: %s".formatted(verb, plan.plan().generation(), plan.reason()));
    for (CellAllocation cell : plan.plan().plan().cells()) {
      String name =
          plan.plan().assignments().stream()
              .filter(assignment -> assignment.cell().equals(cell.id()))
              .map(assignment -> assignment.cgroup().name())
              .findFirst()
              .orElse(ROOT_NAME);
      page.println(
          "%s%-16s %s%s"
              .formatted(
                  MARGIN,
                  Page.shortened(name),
                  cell.primary(),
                  cell.borrowable().isEmpty() ? "" : ", may borrow " + cell.borrowable()));
    }
    page.flush();
  }

  @Override
  public void reported(long nowNs, ControllerEffect.Report report) {
    page.wrapped(
        at(nowNs),
        MARGIN,
        report.severity() == ControllerEffect.Severity.INFO
            ? report.text()
            : report.severity().name() + ": " + report.text());
    page.flush();
  }

  @Override
  public void sampled(long nowNs, CellController controller) {
    for (CellStatus cell : controller.cells()) {
      Seen of = seen.computeIfAbsent(nameOf(cell), name -> new Seen());
      of.samples++;
      of.utilisationSumPpm += cell.utilisationPpm();
      of.demandSumMilliCpus += cell.demandMilliCpus();
    }
  }

  private static String nameOf(CellStatus cell) {
    return cell.cgroup() == null ? ROOT_NAME : cell.cgroup().name();
  }

  void ends(long nowNs, CellController controller) {
    page.println();
    page.println(
        "Watched for %s; means over the time that each cell was there."
            .formatted(Amounts.duration(nowNs - startNs)));
    TextTable table = new TextTable("cell", "CPUs now", "utilisation", "demand (CPUs)");
    for (CellStatus cell : controller.cells()) {
      Seen of = seen.getOrDefault(nameOf(cell), new Seen());
      long samples = Math.max(1, of.samples);
      table.row(
          Page.shortened(nameOf(cell)),
          cell.primary().toString(),
          Amounts.percent(of.utilisationSumPpm / samples),
          Amounts.cpus(of.demandSumMilliCpus / samples));
    }
    page.table(table);
    String causes =
        plansByCause.entrySet().stream()
            .map(cause -> cause.getKey().name().toLowerCase(Locale.ROOT) + " " + cause.getValue())
            .collect(Collectors.joining(", "));
    page.line(
        "plans",
        plans + (causes.isEmpty() ? "" : " (" + causes + ")") + ", " + cpusMoved + " CPUs moved");
    unhappy(controller.status()).forEach(line -> page.line("warning", line));
    if (!controller.status().lastRebalanceDecision().isEmpty()) {
      page.line("rebalancing", controller.status().lastRebalanceDecision());
    }
    page.flush();
  }

  private static List<String> unhappy(ControllerStatus status) {
    List<String> lines = new ArrayList<>();
    status.demoted().forEach(cgroup -> lines.add(cgroup + " would get no CPUs of its own"));
    status.unplaced().forEach(cgroup -> lines.add(cgroup + " would get no cell: too many"));
    return lines;
  }

  private String at(long nowNs) {
    long ms = (nowNs - startNs) / NS_PER_MS;
    return "%7d.%03d ".formatted(ms / 1000, ms % 1000).substring(1);
  }
}
