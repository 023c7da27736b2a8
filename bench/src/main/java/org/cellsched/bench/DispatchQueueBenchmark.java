package org.cellsched.bench;

import org.cellsched.sim.kernel.QueueTurns;
import org.cellsched.sim.kernel.Task;
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

/** A task's turn by a dispatch queue in which so many wait. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DispatchQueueBenchmark {

  @Param({"4", "64", "1024"})
  private int waiting;

  private QueueTurns turns;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init")
  public DispatchQueueBenchmark() {}

  @Setup
  public void fill() {
    turns = new QueueTurns(waiting);
  }

  @Benchmark
  public Task takeAndPutBack() {
    return turns.takeAndPutBack();
  }
}
