package org.cellsched.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark does its work once, small, and is looked at for nothing but that. */
final class BenchmarksTest {

  @Test
  void aBenchmarkFailsOrIsMissingInTheTable() throws Exception {
    Options once =
        new OptionsBuilder()
            .forks(0)
            .mode(Mode.SingleShotTime)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.NONE)
            .timeUnit(TimeUnit.NANOSECONDS)
            .addProfiler(CpuTime.class)
            .param("pending", "256")
            .param("waiting", "4")
            .param("cells", "8")
            .param("cpus", "16")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();

    Collection<RunResult> results = new Runner(once).run();

    ByteArrayOutputStream table = new ByteArrayOutputStream();
    ResultTable.print(results, new PrintStream(table, true, UTF_8));
    assertThat(table.toString(UTF_8))
        .contains("EventQueue.eventQueue", "EventQueue.bareHeap", "DispatchQueue.takeAndPutBack")
        .contains("IdleSearch.choose")
        .contains("Planner.plan", "Controller.sample", "Simulation.run", "Trace.run")
        .contains("PFTRACE", "matching");
    assertThat(table.toString(UTF_8).lines()).allMatch(line -> line.length() <= 80);
  }

  /** Nothing is warm and the runs are short: what is measured so is no figure to look at. */
  @Test
  void aGoalFailsOrIsMissingInTheTable() {
    ByteArrayOutputStream table = new ByteArrayOutputStream();

    SimProgram sim =
        new SimProgram(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                org.cellsched.sim.cli.Main.class.getName()));
    new Goals(Effort.LEAST, sim, Path.of("..", "scenarios"))
        .print(new PrintStream(table, true, UTF_8));

    assertThat(table.toString(UTF_8))
        .contains("million switches a second", "1,024 CPUs", "time per event : a heap's")
        .contains("bytes made per event", "speed with a trace", "1,000 : 2 tasks a CPU")
        .contains("spinners", "proportional, 256 cells", "matching, 256 cells")
        .contains("fuzzing runs", "sim run", "MB of heap", "102,400 tasks")
        .doesNotContain("NaN", "Infinity");
    assertThat(table.toString(UTF_8).lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void aPartOfTheSimulatorIsMissingInTheProfile() throws IOException {
    ByteArrayOutputStream table = new ByteArrayOutputStream();

    new TimeShares(Effort.LEAST).print(new PrintStream(table, true, UTF_8));

    assertThat(table.toString(UTF_8))
        .contains("model of the data plane", "model of the kernel", "event queue", "checks")
        .contains("1,024 CPUs", "fuzzing", "%");
    assertThat(table.toString(UTF_8).lines()).allMatch(line -> line.length() <= 80);
  }
}
