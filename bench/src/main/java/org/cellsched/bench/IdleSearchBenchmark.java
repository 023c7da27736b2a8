package org.cellsched.bench;

import java.util.Arrays;
import org.cellsched.core.dispatch.IdleSearch;
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
 * The search for an idle CPU on a machine of so many, of which one is idle: the last one, so that
 * all words are looked at.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class IdleSearchBenchmark {

  @Param({"16", "128", "1024"})
  private int cpus;

  private long[] all;
  private long[] none;
  private long[] idle;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init")
  public IdleSearchBenchmark() {}

  @Setup
  public void occupy() {
    int words = cpus + 63 >>> 6;
    all = new long[words];
    Arrays.fill(all, -1);
    none = new long[words];
    idle = new long[words];
    idle[words - 1] = 1L << cpus - 1;
  }

  @Benchmark
  public int choose() {
    return IdleSearch.choose(all, all, none, none, idle, 0);
  }
}
