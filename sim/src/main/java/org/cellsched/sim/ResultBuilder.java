package org.cellsched.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.PlanCause;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.table.Amounts;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.RunResult.CellResult;
import org.cellsched.sim.RunResult.ExpectationResult;
import org.cellsched.sim.RunResult.GroupResult;
import org.cellsched.sim.RunResult.LatencyResult;
import org.cellsched.sim.RunResult.MachineTime;
import org.cellsched.sim.RunResult.Plans;
import org.cellsched.sim.RunResult.ReportResult;
import org.cellsched.sim.RunResult.ViolationResult;
import org.cellsched.sim.check.CpuMaxWatch;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.metrics.Figures;
import org.cellsched.sim.metrics.Latencies;
import org.cellsched.sim.metrics.TenantFigures;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/** Gathers the result document from everyone who watched. */
record ResultBuilder(
    Scenario scenario, World world, Populace populace, PlanLog planLog, Meter meter) {

  RunResult build(long nowNs, boolean complete, long events, List<Expectations.Verdict> verdicts) {
    return new RunResult(
        scenario.name(),
        Version.TEXT,
        Long.toString(scenario.seed()),
        scheduler(),
        complete,
        world.observers().digest().value(),
        world.observers().digest().ladder(),
        nowNs,
        world.kernel().topology().cpuCount(),
        events,
        world.kernel().contextSwitches(),
        world.kernel().taskStarts(),
        migrations(),
        machineTime(nowNs),
        plans(),
        cells(nowNs),
        groups(),
        world.observers().worstWaits().worst(),
        meter.idleWhileWaitingNs(nowNs),
        world.violations().count(),
        violations(),
        verdicts.stream().map(ResultBuilder::expectation).toList(),
        reports(),
        0);
  }

  private static String camelCase(Enum<?> constant) {
    StringBuilder name = new StringBuilder();
    for (String part : constant.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      name.append(
          name.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return name.toString();
  }

  private Map<String, Long> migrations() {
    Map<String, Long> byDistance = new LinkedHashMap<>();
    for (CpuDistance distance : CpuDistance.values()) {
      if (distance == CpuDistance.SAME_CPU) {
        continue;
      }
      long sum = 0;
      for (String group : populace.names()) {
        sum += figures(group).migrations(distance);
      }
      byDistance.put(camelCase(distance), sum);
    }
    return byDistance;
  }

  private Figures figures(String group) {
    return world.observers().metrics().group(populace.number(group));
  }

  private MachineTime machineTime(long nowNs) {
    long running = 0;
    long switching = 0;
    long irq = 0;
    long idle = 0;
    long taken = 0;
    long offline = 0;
    for (Cpu cpu : world.kernel().cpus()) {
      running += cpu.ranNs();
      switching += cpu.switchingNs(nowNs);
      irq += cpu.interruptedNs(nowNs);
      idle += cpu.timeInNs(Cpu.State.IDLE, nowNs);
      taken += cpu.timeInNs(Cpu.State.TAKEN, nowNs);
      offline += cpu.timeInNs(Cpu.State.OFFLINE, nowNs);
    }
    return new MachineTime(running, switching, irq, idle, taken, offline);
  }

  private Plans plans() {
    Map<String, Long> byCause = new LinkedHashMap<>();
    for (PlanCause cause : PlanCause.values()) {
      byCause.put(camelCase(cause), planLog.byCause(cause));
    }
    return new Plans(
        meter.plansComputed().getAsLong(), planLog.applied(), 0, planLog.cpusMoved(), byCause);
  }

  private List<CellResult> cells(long nowNs) {
    List<CellResult> cells = new ArrayList<>();
    for (int tenant = 0; tenant < world.observers().tenants().count(); tenant++) {
      cells.add(cell(tenant, nowNs));
    }
    return cells;
  }

  private CellResult cell(int tenant, long nowNs) {
    String name = world.observers().tenants().names().get(tenant);
    TenantFigures figures = world.observers().metrics().tenant(tenant);
    CpuMask cpus = world.ownership().ownCpus(tenant);
    return new CellResult(
        world.ownership().cellOf(tenant).value(),
        name,
        tenant == Tenants.ROOT ? null : world.cellParent().identity().path() + "/" + name,
        cpus.toString(),
        cpus.size(),
        figures.tasks().cpuTimeNs(),
        Reading.ppm(figures.tasks().cpuTimeNs(), figures.capacityNs(nowNs)).value(),
        Reading.mean(figures.demandSumMilliCpus(), figures.demandSamples()).value(),
        figures.borrowedNs(),
        figures.lentNs(),
        latency(figures.tasks().wakeupLatency()),
        latencyIfAny(figures.tasks().requestLatency()),
        figures.tasks().switches(),
        figures.tasks().migrations(),
        world.observers().waiting().idleWhileWaitingNs(tenant, nowNs),
        figures.tasks().throttledNs());
  }

  private List<GroupResult> groups() {
    List<GroupResult> groups = new ArrayList<>();
    for (String name : populace.names()) {
      Figures figures = figures(name);
      groups.add(
          new GroupResult(
              name,
              populace.tasks(name).size(),
              figures.cpuTimeNs(),
              latency(figures.wakeupLatency()),
              latencyIfAny(figures.requestLatency()),
              figures.switches(),
              figures.migrations()));
    }
    return groups;
  }

  private static @Nullable LatencyResult latencyIfAny(Latencies latencies) {
    return latencies.count() == 0 ? null : latency(latencies);
  }

  private static LatencyResult latency(Latencies latencies) {
    return new LatencyResult(
        latencies.meanNs(),
        latencies.quantileNs(500),
        latencies.quantileNs(900),
        latencies.quantileNs(990),
        latencies.quantileNs(999),
        latencies.maxNs(),
        latencies.count());
  }

  private List<ViolationResult> violations() {
    return world.violations().kept().stream()
        .map(violation ->
            new ViolationResult(
                camelCase(violation.rule()),
                violation.rule().meaning(),
                violation.timeNs(),
                violation.detail()))
        .toList();
  }

  private static ExpectationResult expectation(Expectations.Verdict verdict) {
    return new ExpectationResult(
        verdict.expectation().text(),
        verdict.expectation().location().line(),
        verdict.passed(),
        verdict.observed());
  }

  /** What the controller said, and which limits the scheduler ignored. */
  private List<ReportResult> reports() {
    return Stream.concat(
            planLog.reports().stream().map(ResultBuilder::report),
            world.observers().cpuMax().ignored().stream().map(this::ignoredLimit))
        .toList();
  }

  private ReportResult ignoredLimit(CpuMaxWatch.Ignored ignored) {
    String parent = world.cellParent().identity().path() + "/";
    long lengthNs = Math.max(1, ignored.toNs() - ignored.fromNs());
    String text =
        "cpu.max of %s is ignored by scheduler %s: it got %s CPUs, %s allowed, from %s to %s"
            .formatted(
                ignored.cgroup().identity().path().substring(parent.length()),
                scheduler(),
                Amounts.cpus(milliCpus(ignored.usedNs(), lengthNs)),
                Amounts.cpus(milliCpus(ignored.limit().quotaNs(), ignored.limit().periodNs())),
                Amounts.duration(ignored.fromNs()),
                Amounts.duration(ignored.toNs()));
    return new ReportResult(ignored.toNs(), camelCase(ControllerEffect.Severity.WARNING), text);
  }

  private static long milliCpus(long cpuTimeNs, long inNs) {
    return (cpuTimeNs * 1000 + inNs / 2) / inNs;
  }

  private String scheduler() {
    return Scalars.wordOf(scenario.scheduler());
  }

  private static ReportResult report(PlanLog.Said said) {
    return new ReportResult(said.timeNs(), camelCase(said.severity()), said.text());
  }
}
