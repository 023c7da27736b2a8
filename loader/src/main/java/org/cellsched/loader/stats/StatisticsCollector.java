package org.cellsched.loader.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.CellStatus;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.ControllerStatus;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.demand.DemandSample;
import org.cellsched.loader.control.AttachableDataPlane;
import org.cellsched.loader.control.LoopObserver;
import org.cellsched.loader.control.PlaneDetails;
import org.cellsched.loader.topology.MachineTopology;
import org.jspecify.annotations.Nullable;

/** Makes a snapshot at each sample, and hands it over. */
public final class StatisticsCollector implements LoopObserver {

  private static final int WARNINGS_KEPT = 8;
  private static final String ROOT_NAME = "root";

  private final String scheduler;
  private final String cellParent;
  private final Consumer<LoaderStatistics> readers;
  private final List<String> warnings = new ArrayList<>();
  private SortedMap<CellId, CellCounters> counters = new TreeMap<>();
  private SortedMap<CellId, CellCounters> countersBefore = new TreeMap<>();
  private @Nullable AttachableDataPlane dataPlane;
  private long takenAtNs;
  private long intervalNs;
  private long applied;
  private long refused;
  private long cpusMoved;
  private String lastReason = "";

  /**
   * @param scheduler name and version
   * @param readers get each snapshot
   */
  public StatisticsCollector(
      String scheduler, String cellParent, Consumer<LoaderStatistics> readers) {
    this.scheduler = scheduler;
    this.cellParent = cellParent;
    this.readers = readers;
  }

  @Override
  public void begins(
      long nowNs,
      MachineTopology machine,
      CellController controller,
      AttachableDataPlane ofThisStart) {
    dataPlane = ofThisStart;
    counters = new TreeMap<>(); // they begin anew
    takenAtNs = 0;
  }

  @Override
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    switch (input) {
      case ControllerInput.DemandSampled(DemandSample sample) -> take(sample);
      case ControllerInput.PlanRefused refusal -> refused++;
      case ControllerInput.CgroupsListed listed -> {}
      case ControllerInput.CpusOnline online -> {}
      case ControllerInput.PlanApplied answer -> {}
      case ControllerInput.CellDrained drained -> {}
      case ControllerInput.Woken woken -> {}
    }
  }

  private void take(DemandSample sample) {
    countersBefore = counters;
    counters = new TreeMap<>();
    sample.cells().forEach(cell -> counters.put(cell.id(), cell));
    intervalNs = takenAtNs == 0 ? 0 : sample.takenAtNs() - takenAtNs;
    takenAtNs = sample.takenAtNs();
  }

  @Override
  public void applied(long nowNs, ControllerEffect.ApplyPlan plan, CellController controller) {
    applied++;
    cpusMoved += plan.cpusMoved();
    lastReason = plan.reason();
  }

  @Override
  public void reported(long nowNs, ControllerEffect.Report report) {
    if (report.severity() != ControllerEffect.Severity.INFO) {
      warnings.add(report.text());
      if (warnings.size() > WARNINGS_KEPT) {
        warnings.removeFirst();
      }
    }
  }

  @Override
  public void sampled(long nowNs, CellController controller) {
    ControllerStatus status = controller.status();
    PlaneDetails details = dataPlane == null ? PlaneDetails.NONE : dataPlane.details();
    SortedMap<String, Long> decisions = new TreeMap<>();
    details.decisions().forEach((decision, count) -> decisions.put(decision.name(), count));
    readers.accept(
        new LoaderStatistics(
            scheduler,
            cellParent,
            nowNs,
            intervalNs,
            status.applied() == null ? 0 : status.applied().generation(),
            status.plansComputed(),
            applied,
            refused,
            cpusMoved,
            lastReason,
            status.lastRebalanceDecision(),
            details.lastMoved(),
            details.lastReplacedNs(),
            controller.cells().stream()
                .map(cell -> cell(cell, details.wakeups().get(cell.id())))
                .toList(),
            decisions,
            status.demoted().stream().map(cgroup -> cgroup.path()).toList(),
            List.copyOf(warnings)));
  }

  private LoaderStatistics.Cell cell(CellStatus cell, long @Nullable [] wakeups) {
    CellCounters none = new CellCounters(cell.id(), 0, 0, 0, 0, 0);
    CellCounters now = counters.getOrDefault(cell.id(), none);
    CellCounters before = countersBefore.getOrDefault(cell.id(), now);
    LatencyBuckets latencies = new LatencyBuckets(wakeups == null ? new long[0] : wakeups);
    return new LoaderStatistics.Cell(
        cell.id().value(),
        cell.cgroup() == null ? ROOT_NAME : cell.cgroup().name(),
        cell.cgroup() == null ? "" : cell.cgroup().path(),
        cell.primary().toString(),
        cell.primary().size(),
        cell.utilisationPpm(),
        cell.demandMilliCpus(),
        now.runNs(),
        now.waitNs(),
        now.restrictedWaitNs(),
        now.borrowedNs(),
        now.lentNs(),
        Math.max(0, now.borrowedNs() - before.borrowedNs()),
        Math.max(0, now.lentNs() - before.lentNs()),
        latencies.count(),
        latencies.quantileNs(500),
        latencies.quantileNs(990),
        latencies.quantileNs(1000));
  }
}
