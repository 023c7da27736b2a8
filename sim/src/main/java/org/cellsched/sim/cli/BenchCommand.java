package org.cellsched.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.DurationOption;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.JsonOutput;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.UniformLoad;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sim bench}: how fast the simulator is, under a uniform load. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how fast the simulator is.",
      "The load is cells of alike tasks under the cell scheduler, borrowing on, all "
          + "checks on. It runs until the JVM is warm, then once more to be measured."
    })
public final class BenchCommand implements Callable<Integer> {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Console console;

  @Option(names = "--cpus", paramLabel = "N", description = "CPUs, 2 to 4096 (default: 128).")
  private int cpus = 128;

  @Option(
      names = "--cells",
      paramLabel = "N",
      description = "Cells, 1 to 255, and fewer than CPUs (default: 8).")
  private int cells = UniformLoad.DEFAULT_CELLS;

  @Option(
      names = "--cgroups-per-cell",
      paramLabel = "K",
      description = "Cgroups below each cell's own, up to 1000, which have its tasks (default: 0).")
  private int cgroupsPerCell;

  @Option(
      names = "--tasks-per-cpu",
      paramLabel = "K",
      description = "Tasks for each CPU, 1 to 1000 (default: 2).")
  private int tasksPerCpu = 2;

  @Option(
      names = "--run",
      paramLabel = "T",
      converter = DurationOption.class,
      description = "How long a task runs each time (default: 1ms).")
  private long runNs = 1_000_000;

  @Option(
      names = "--sleep",
      paramLabel = "T",
      converter = DurationOption.class,
      description = "How long it sleeps after; 0 for pure spinners (default: 1ms).")
  private long sleepNs = 1_000_000;

  @Option(
      names = "--duration",
      paramLabel = "T",
      converter = DurationOption.class,
      description = "Simulated time that is measured (default: 20s).")
  private long durationNs = 20_000_000_000L;

  /** After the default the JVM has compiled what it will compile. */
  @Option(
      names = "--warm-up",
      paramLabel = "T",
      converter = DurationOption.class,
      description = "Wall time of the same load before that; 0 for none (default: 5s).")
  private long warmUpNs = 5_000_000_000L;

  @Mixin private final JsonOption json = new JsonOption();

  BenchCommand(Console console) {
    this.console = console;
  }

  /**
   * The figures; rates are per second of wall time.
   *
   * @param peakHeapBytes most memory that Java objects took, garbage included
   * @param peakResidentBytes of the whole process; 0 where the system does not say
   */
  record Figures(
      int cpus,
      int cells,
      int cgroupsPerCell,
      int tasksPerCpu,
      long runNs,
      long sleepNs,
      long simulatedNs,
      long wallNs,
      long contextSwitches,
      long contextSwitchesPerSecond,
      long taskStartsPerSecond,
      long eventsPerSecond,
      long peakHeapBytes,
      long peakResidentBytes,
      String digest) {}

  @Override
  public Integer call() {
    requireRanges();
    JsonOutput output = json.open(console);
    UniformLoad load =
        new UniformLoad(cpus, cells, cgroupsPerCell, tasksPerCpu, runNs, sleepNs, durationNs);
    Figures figures = measure(load.scenario());
    if (output != null) {
      output.write(figures);
    }
    print(console.people(output), figures);
    return ExitStatus.FINE;
  }

  private void requireRanges() {
    OptionRange.require("--cpus", cpus, 2, 4096);
    OptionRange.require("--cells", cells, 1, Math.min(255, cpus - 1));
    OptionRange.require("--cgroups-per-cell", cgroupsPerCell, 0, 1000);
    OptionRange.require("--tasks-per-cpu", tasksPerCpu, 1, 1000);
    OptionRange.require("--run", runNs, 1, Long.MAX_VALUE);
    OptionRange.require("--duration", durationNs, 1_000_000, 7_200_000_000_000L);
  }

  private Figures measure(Scenario scenario) {
    long warmUntilNs = System.nanoTime() + warmUpNs;
    while (System.nanoTime() < warmUntilNs) {
      new Simulation(scenario).run((simulatedNs, endNs) -> System.nanoTime() < warmUntilNs);
    }
    System.gc();
    resetPeaks();
    long startedNs = System.nanoTime();
    RunResult result = new Simulation(scenario).run(Progress.NONE);
    return figures(result, System.nanoTime() - startedNs);
  }

  private Figures figures(RunResult result, long wallNs) {
    double seconds = wallNs / NANOS_PER_SECOND;
    return new Figures(
        cpus,
        cells,
        cgroupsPerCell,
        tasksPerCpu,
        runNs,
        sleepNs,
        result.simulatedNs(),
        wallNs,
        result.contextSwitches(),
        (long) (result.contextSwitches() / seconds),
        (long) (result.taskStarts() / seconds),
        (long) (result.events() / seconds),
        peakHeapBytes(),
        peakResidentBytes(),
        result.digest());
  }

  private static void resetPeaks() {
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static long peakHeapBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  /** VmHWM of /proc/self/status, in KiB there (proc(5)). */
  private static long peakResidentBytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private static void print(PrintWriter out, Figures figures) {
    out.printf(
        "%d CPUs, %d tasks per CPU, run %s, sleep %s, %s simulated in %s%n",
        figures.cpus(),
        figures.tasksPerCpu(),
        Amounts.duration(figures.runNs()),
        Amounts.duration(figures.sleepNs()),
        Amounts.duration(figures.simulatedNs()),
        Amounts.duration(figures.wallNs()));
    out.printf("%,15d context switches/s%n", figures.contextSwitchesPerSecond());
    out.printf("%,15d task starts/s%n", figures.taskStartsPerSecond());
    out.printf("%,15d events/s%n", figures.eventsPerSecond());
    out.printf(
        "%,15d bytes of heap at most, %,d resident%n",
        figures.peakHeapBytes(), figures.peakResidentBytes());
    out.flush();
  }
}
