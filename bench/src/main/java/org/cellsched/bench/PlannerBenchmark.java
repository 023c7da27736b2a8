package org.cellsched.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.core.plan.CellPlanner;
import org.cellsched.core.plan.CellRequest;
import org.cellsched.core.plan.PlanException;
import org.cellsched.core.plan.PlanRequest;
import org.cellsched.core.plan.Planners;
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

/** A plan for a machine of 512 CPUs, borrowing on, with cells of different weights. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlannerBenchmark {

  @Param({"proportional", "matching"})
  private String planner;

  @Param({"8", "64", "256"})
  private int cells;

  private CellPlanner chosen;
  private PlanRequest request;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init")
  public PlannerBenchmark() {}

  @Setup
  public void prepare() {
    chosen = Objects.requireNonNull(Planners.all().get(planner));
    request = request(cells);
  }

  /** Two sockets of 16 LLCs with eight cores each, two threads a core. */
  static PlanRequest request(int cells) {
    Topology topology = Topology.regular(2, 1, 16, 8, 2, SiblingNumbering.SPLIT);
    List<CellRequest> requests = new ArrayList<>();
    for (int cell = 0; cell < cells; cell++) {
      requests.add(new CellRequest(new CellId(cell), null, 100L + cell * 37 % 400));
    }
    return new PlanRequest(topology.cpus(), topology, 0, true, requests);
  }

  @Benchmark
  public CellPlan plan() throws PlanException {
    return chosen.plan(request);
  }
}
