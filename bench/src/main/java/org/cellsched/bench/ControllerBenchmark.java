package org.cellsched.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.CgroupState;
import org.cellsched.core.control.ControllerConfig;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.CpusetReading;
import org.cellsched.core.control.DebounceConfig;
import org.cellsched.core.cpu.MachinePresets;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.demand.DemandSample;
import org.cellsched.core.plan.ProportionalPlanner;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the controller does each second on a machine of 192 CPUs: it is told the counters of all
 * cells and looks whether CPUs should move. They should not: all cells are equally busy.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ControllerBenchmark {

  private static final String MACHINE = "epyc-9654";
  private static final long INTERVAL_NS = 1_000_000_000;
  private static final long APPLY_TIMEOUT_NS = 500_000_000;

  @Param({"8", "64", "180"})
  private int cells;

  private CellController controller;
  private long nowNs;
  private long ranNs;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init")
  public ControllerBenchmark() {}

  @Setup
  public void applyFirstPlan() {
    Topology topology = Objects.requireNonNull(MachinePresets.all().get(MACHINE));
    controller =
        new CellController(
            new ControllerConfig(
                new ProportionalPlanner(),
                0,
                true,
                new TreeSet<>(),
                DebounceConfig.DEFAULT,
                RebalanceConfig.DEFAULT,
                APPLY_TIMEOUT_NS),
            topology,
            topology.cpus());
    List<CgroupState> children = new ArrayList<>();
    for (int cell = 1; cell < cells; cell++) {
      children.add(
          new CgroupState(
              new CgroupIdentity("/workloads/cell" + cell, cell), new CpusetReading.NotSet()));
    }
    nowNs = INTERVAL_NS;
    controller.on(new ControllerInput.CgroupsListed(children), nowNs);
    controller.on(new ControllerInput.PlanApplied(1), nowNs);
  }

  @Benchmark
  public List<ControllerEffect> sample() {
    nowNs += INTERVAL_NS;
    ranNs += INTERVAL_NS / 2;
    List<CellCounters> counters = new ArrayList<>(cells);
    for (int cell = 0; cell < cells; cell++) {
      counters.add(new CellCounters(new CellId(cell), ranNs, 0, 0, 0, 0));
    }
    DemandSample sample = new DemandSample(1, nowNs, counters);
    return controller.on(new ControllerInput.DemandSampled(sample), nowNs);
  }
}
