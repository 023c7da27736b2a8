package org.cellsched.bench;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.export.EventLog;
import org.cellsched.sim.export.PerfettoTrace;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A simulation of {@link Loads#uniform}, written to a file in different ways, and not at all. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 8, time = 1)
public class TraceBenchmark {

  /** Where a run goes. */
  public enum Output {
    NONE,
    PFTRACE,
    JSONL,
    CSV
  }

  @Param({"16", "128"})
  private int cpus;

  @Param private Output output;

  private Scenario scenario;
  private Path file;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init")
  public TraceBenchmark() {}

  @Setup
  public void prepare() throws IOException {
    scenario = Loads.uniform(cpus, Loads.CPU_MS);
    file = Files.createTempFile("cellsched-bench", ".out");
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }

  @Benchmark
  public RunResult run() throws IOException {
    return switch (output) {
      case NONE -> watched(RunObserver.NONE);
      case PFTRACE -> {
        try (PerfettoTrace trace = new PerfettoTrace(new FileOutputStream(file.toFile()))) {
          yield watched(trace);
        }
      }
      case JSONL -> logged(EventLog.Format.JSON_LINES);
      case CSV -> logged(EventLog.Format.CSV);
    };
  }

  private RunResult logged(EventLog.Format format) throws IOException {
    try (EventLog log = new EventLog(new FileOutputStream(file.toFile()), format)) {
      return watched(log);
    }
  }

  private RunResult watched(RunObserver observer) {
    return new Simulation(scenario, observer).run(Progress.NONE);
  }
}
