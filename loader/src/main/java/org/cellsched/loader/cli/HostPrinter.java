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
import org.cellsched.core.cell.CellId;
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
import org.cellsched.loader.control.AttachableDataPlane;
import org.cellsched.loader.control.HostRun;
import org.cellsched.loader.control.LoopObserver;
import org.cellsched.loader.topology.MachineTopology;
import org.jspecify.annotations.Nullable;

/** Tells a person what is done, or would be, at the time, and a summary at the end. */
final class HostPrinter implements LoopObserver {

  private static final long NS_PER_MS = 1_000_000;
  private static final String MARGIN = " ".repeat(11);
  private static final String ROOT_NAME = "root";

  /** Whether plans are applied, or only shown. */
  enum Wording {
    OBSERVING(
        "Observing the children of %s (cgroup2 at %s) on %s. Nothing is attached; plans"
            + " are only shown.",
        "would apply"),
    RUNNING("Scheduling the children of %s (cgroup2 at %s) on %s.", "applied");

    private final String beginning;
    private final String verb;

    Wording(String beginning, String verb) {
      this.beginning = beginning;
      this.verb = verb;
    }
  }

  /** What was seen of a cell, by its cgroup's name. */
  private static final class Seen {
    long samples;
    long utilisationSumPpm;
    long demandSumMilliCpus;
  }

  private final Page page;
  private final HostRun.Setup setup;
  private final Wording wording;
  private final long startNs;
  private final SortedMap<String, Seen> seen = new TreeMap<>();
  private final Map<PlanCause, Integer> plansByCause = new EnumMap<>(PlanCause.class);
  private int plans;
  private int cpusMoved;

  HostPrinter(PrintWriter out, HostRun.Setup setup, Wording wording) {
    this.page = new Page(out);
    this.setup = setup;
    this.wording = wording;
    this.startNs = setup.clockNs().getAsLong();
  }

  @Override
  public void begins(
      long nowNs,
      MachineTopology machine,
      CellController controller,
      AttachableDataPlane dataPlane) {
    page.wrapped(
        "",
        "",
        wording.beginning.formatted(
            setup.cellParent(),
            setup.cgroups().directory(CgroupTree.ROOT),
            Amounts.counted(machine.online().size(), "CPU")
                + ", "
                + Amounts.counted(machine.onlineLlcCount(), "last-level cache")));
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
        "%s plan %s: %s".formatted(wording.verb, plan.plan().generation(), plan.reason()));
    SortedMap<CellId, String> names = new TreeMap<>();
    plan.plan()
        .assignments()
        .forEach(assignment -> names.put(assignment.cell(), assignment.cgroup().name()));
    SortedMap<CellId, CellStatus> measured = new TreeMap<>();
    controller.cells().forEach(cell -> measured.put(cell.id(), cell));
    for (CellAllocation cell : plan.plan().plan().cells()) {
      String name = names.getOrDefault(cell.id(), ROOT_NAME);
      page.wrapped(
          "%s%-16s ".formatted(MARGIN, Page.shortened(name)),
          MARGIN + " ".repeat(17),
          cell.primary()
              + (cell.borrowable().isEmpty() ? "" : ", may borrow " + cell.borrowable())
              + load(measured.get(cell.id())));
    }
    page.flush();
  }

  /** What a cell did with the CPUs that it had; nothing where it had none, or was not measured. */
  private static String load(@Nullable CellStatus cell) {
    return cell == null || cell.demandMilliCpus() == 0
        ? ""
        : "; used %s of %s, wanted %s CPUs"
            .formatted(
                Amounts.percent(cell.utilisationPpm()),
                cell.primary(),
                Amounts.cpus(cell.demandMilliCpus()));
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

  /** The summary; nothing where it ended before it began. */
  void ends(@Nullable CellController controller) {
    if (controller == null) {
      return;
    }
    page.println();
    page.println(
        "Watched for %s; means over the time that each cell was there."
            .formatted(Amounts.duration(setup.clockNs().getAsLong() - startNs)));
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
