package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.ControllerEffect.ApplyPlan;
import org.cellsched.core.control.ControllerEffect.Report;
import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuListException;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.demand.DemandSample;
import org.cellsched.core.plan.ProportionalPlanner;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.jspecify.annotations.Nullable;

/** A host for tests: a clock, a cgroup tree of one level, and a data plane that answers or not. */
final class TestHost {

  static final long APPLY_TIMEOUT_NS = ms(500);

  /** The plans, in order, that the controller asked for. */
  final List<ApplyPlan> plans = new ArrayList<>();

  final List<Report> reports = new ArrayList<>();

  /** Whether plans are acknowledged as soon as they are asked for. */
  boolean answering = true;

  /** Whether cells that a plan retires are reported drained as soon as it is applied. */
  boolean draining = true;

  CellController controller;
  long nowNs = ms(1000);
  private final TreeMap<String, CgroupState> children = new TreeMap<>();
  private final TreeMap<CellId, long[]> counters = new TreeMap<>();
  private @Nullable Long wakeAtNs;
  private long appliedGeneration;
  private long nextInode = 100;

  TestHost(CellController controller) {
    this.controller = controller;
  }

  /** A host of one LLC, borrowing on. */
  static TestHost of(int cpus, @Nullable RebalanceConfig rebalancing, String... excluded) {
    return new TestHost(
        new CellController(config(rebalancing, excluded), machine(cpus), CpuMask.firstCpus(cpus)));
  }

  static ControllerConfig config(@Nullable RebalanceConfig rebalancing, String... excluded) {
    return new ControllerConfig(
        new ProportionalPlanner(),
        0,
        true,
        new TreeSet<>(List.of(excluded)),
        DebounceConfig.DEFAULT,
        rebalancing,
        APPLY_TIMEOUT_NS);
  }

  static Topology machine(int cpus) {
    return Topology.regular(1, 1, 1, cpus, 1, SiblingNumbering.ADJACENT);
  }

  static long ms(long ms) {
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }

  static CpuMask cpus(String list) {
    try {
      return CpuList.parse(list);
    } catch (CpuListException e) {
      throw new IllegalArgumentException(e);
    }
  }

  // The cgroup tree. Changes are seen by the controller at the next list().

  TestHost create(String name) {
    return create(name, new CpusetReading.NotSet());
  }

  TestHost create(String name, String cpuset) {
    return create(name, new CpusetReading.Limited(cpus(cpuset)));
  }

  TestHost create(String name, CpusetReading cpuset) {
    children.put(name, new CgroupState(new CgroupIdentity("/cells/" + name, nextInode++), cpuset));
    return this;
  }

  TestHost remove(String name) {
    children.remove(name);
    return this;
  }

  TestHost setCpuset(String name, CpusetReading cpuset) {
    children.computeIfPresent(name, (key, old) -> new CgroupState(old.identity(), cpuset));
    return this;
  }

  TestHost setCpuset(String name, String cpuset) {
    return setCpuset(name, new CpusetReading.Limited(cpus(cpuset)));
  }

  List<CgroupState> children() {
    return new ArrayList<>(children.values());
  }

  List<ControllerEffect> list() {
    return send(new ControllerInput.CgroupsListed(children()));
  }

  // Inputs.

  List<ControllerEffect> send(ControllerInput input) {
    List<ControllerEffect> effects = controller.on(input, nowNs);
    effects.forEach(this::carryOut);
    if (answering && !plans.isEmpty() && plans.getLast().plan().generation() > appliedGeneration) {
      apply(plans.getLast().plan());
    }
    return effects;
  }

  private void carryOut(ControllerEffect effect) {
    switch (effect) {
      case ApplyPlan plan -> plans.add(plan);
      case Report report -> reports.add(report);
      case ControllerEffect.WakeAt wake -> wakeAtNs = wake.timeNs();
    }
  }

  List<ControllerEffect> apply(PublishedPlan plan) {
    appliedGeneration = plan.generation();
    List<ControllerEffect> effects = send(new ControllerInput.PlanApplied(plan.generation()));
    if (draining) {
      plan.retiring().forEach(cell -> send(new ControllerInput.CellDrained(cell)));
    }
    return effects;
  }

  List<ControllerEffect> applyLast() {
    return apply(plans.getLast().plan());
  }

  List<ControllerEffect> refuseLast(String reason) {
    return send(new ControllerInput.PlanRefused(lastGeneration(), reason));
  }

  /** Lets time pass; sends the wakes that were asked for. */
  TestHost advance(long durationNs) {
    long untilNs = nowNs + durationNs;
    while (wakeAtNs != null && wakeAtNs <= untilNs) {
      nowNs = Math.max(nowNs, wakeAtNs);
      wakeAtNs = null;
      send(new ControllerInput.Woken());
    }
    nowNs = untilNs;
    return this;
  }

  /** Time in which the cells named run on so many CPUs each, in thousandths; then a sample. */
  List<ControllerEffect> sample(long durationNs, List<Load> loads) {
    advance(durationNs);
    for (Load load : loads) {
      long[] counter = counters.computeIfAbsent(idOf(load.name), id -> new long[2]);
      counter[0] += load.runningMilliCpus * durationNs / 1000;
      counter[1] += load.waitingMilliCpus * durationNs / 1000;
    }
    List<CellCounters> cells = new ArrayList<>();
    counters.forEach((id, c) -> cells.add(new CellCounters(id, c[0], c[1], 0, 0, 0)));
    return send(
        new ControllerInput.DemandSampled(new DemandSample(appliedGeneration, nowNs, cells)));
  }

  static Load load(String name, long runningMilliCpus) {
    return new Load(name, runningMilliCpus, 0);
  }

  /** What a cell does for a while. */
  record Load(String name, long runningMilliCpus, long waitingMilliCpus) {}

  // What came of it.

  long lastGeneration() {
    return plans.isEmpty() ? 0 : plans.getLast().plan().generation();
  }

  /** The last plan that was asked for, a line each: {@code web: 0-3}. */
  List<String> lastPlan() {
    PublishedPlan plan = plans.getLast().plan();
    List<String> lines = new ArrayList<>();
    lines.add("root: " + plan.plan().primaryOf(CellId.ROOT));
    for (CellAssignment assignment : plan.assignments()) {
      lines.add(
          assignment.cgroup().name() + ": " + plan.plan().primaryOf(assignment.cell()).toString());
    }
    return lines;
  }

  List<String> texts(Severity severity) {
    return reports.stream().filter(r -> r.severity() == severity).map(Report::text).toList();
  }

  CellId idOf(String name) {
    if (name.equals("root")) {
      return CellId.ROOT;
    }
    return statusOf(name).id();
  }

  CellStatus statusOf(String name) {
    return controller.cells().stream()
        .filter(cell -> name.equals(cell.cgroup() == null ? "root" : cell.cgroup().name()))
        .findFirst()
        .orElseThrow();
  }

  boolean hasCell(String name) {
    return controller.cells().stream()
        .anyMatch(cell -> cell.cgroup() != null && cell.cgroup().name().equals(name));
  }
}
