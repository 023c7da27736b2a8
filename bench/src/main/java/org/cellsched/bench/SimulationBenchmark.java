package org.cellsched.bench;

import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.Scenario;
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
 * A whole simulation, all checks and the digest on: 128 seconds of CPU time, be it 8 s of 16 CPUs
 * or 125 ms of 1,024.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 8, time = 1)
public class SimulationBenchmark {

  @Param({"16", "128", "1024"})
  private int cpus;

  private Scenario scenario;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init")
  public SimulationBenchmark() {}

  @Setup
  public void prepare() {
    scenario = Loads.uniform(cpus, Loads.CPU_MS);
  }

  @Benchmark
  public RunResult run() {
    return new Simulation(scenario).run(Progress.NONE);
  }
}
