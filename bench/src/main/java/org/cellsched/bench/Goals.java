package org.cellsched.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.core.plan.CellPlanner;
import org.cellsched.core.plan.PlanException;
import org.cellsched.core.plan.PlanRequest;
import org.cellsched.core.plan.Planners;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.TextTable;
import org.cellsched.sim.scenario.Scenario;
import tools.jackson.databind.JsonNode;

/**
 * What the simulator and the planners should reach, beside what they do: {@code bin/bench goals}.
 * All figures but that of the program's start are of CPU time, so that neighbours on the machine do
 * not count, and of warm code; ratios are of figures of this one run.
 */
final class Goals {

  /** CPUs of the uniform loads. */
  static final int[] SIZES = {16, 128, 1024};

  private static final double[] MILLION_SWITCHES_PER_SECOND = {5, 4, 3};
  private static final int SPINNING_CPUS = 128;
  private static final int CELLS = 256;
  private static final int HOLDS_AT_ONCE = 1_000_000;

  /** Fuzzing runs go through more code than others do: so many times the warm-up of those. */
  private static final int FUZZING_WARM_UP = 10;

  static final long MS_NS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final double SECOND_NS = TimeUnit.SECONDS.toNanos(1);

  private static final int STARTS = 10;

  /** 100,000 tasks and 1,000 cgroups. */
  private static final List<String> LARGEST =
      List.of(
          "--cpus=4096",
          "--cells=250",
          "--cgroups-per-cell=3",
          "--tasks-per-cpu=25",
          "--sleep=24ms");

  private final TextTable table = new TextTable("what", "with", "goal", "is", "met").leftAligned(1);
  private final Speed speed;
  private final Speed fuzzingSpeed;
  private final Effort effort;
  private final long cpuMs;
  private final SimProgram sim;
  private final Path scenarios;

  /**
   * @param scenarios the folder of the library
   */
  Goals(Effort effort, SimProgram sim, Path scenarios) {
    speed = new Speed(effort.warmUpMs() * MS_NS);
    fuzzingSpeed = new Speed(FUZZING_WARM_UP * effort.warmUpMs() * MS_NS);
    this.effort = effort;
    cpuMs = effort.cpuMs();
    this.sim = sim;
    this.scenarios = scenarios;
  }

  /** Measures all and prints the table. Some ten minutes, with all effort. */
  void print(PrintStream out) {
    double[] switchNs = switchRates();
    atMost("time per switch", "1,024 CPUs : 16 CPUs", 2, switchNs[2] / switchNs[0]);
    double[] tasksNs = new double[2];
    int[] tasksPerCpu = {10, 1000};
    for (int i = 0; i < tasksNs.length; i++) {
      tasksNs[i] = speed.of(Loads.tasks(SIZES[0], tasksPerCpu[i], cpuMs)).switchNs();
    }
    atMost("time per switch", "10 : 2 tasks a CPU", 2, tasksNs[0] / switchNs[0]);
    atMost("time per switch", "1,000 : 2 tasks a CPU", 4, tasksNs[1] / switchNs[0]);
    garbage();
    traces(switchNs);
    spinners();
    fuzzing();
    plans();
    programs();
    table.lines(Page.COLUMNS).forEach(out::println);
    out.println("CPU time of one core, but for the start; met: whether the goal is reached.");
    ResultTable.printMachine(out);
  }

  /** Answers the CPU time of a switch, by size. */
  private double[] switchRates() {
    double[] switchNs = new double[SIZES.length];
    double[] eventNs = new double[SIZES.length];
    for (int i = 0; i < SIZES.length; i++) {
      Speed.Figures figures = speed.of(Loads.uniform(SIZES[i], cpuMs));
      switchNs[i] = figures.switchNs();
      eventNs[i] = figures.eventNs();
      atLeast(
          "million switches a second",
          cpus(i),
          MILLION_SWITCHES_PER_SECOND[i],
          SECOND_NS / 1e6 / switchNs[i]);
    }
    for (int i = 0; i < SIZES.length; i++) {
      atMost("time per event : a heap's", cpus(i), 6, eventNs[i] / heapNs(SIZES[i]));
    }
    return switchNs;
  }

  /** With few CPUs a log may still grow in one of the runs that are compared. */
  private void garbage() {
    for (int i = 1; i < SIZES.length; i++) {
      double bytes =
          speed.bytesPerEvent(
              Loads.uniformFor(effort.steadyMs(), SIZES[i], MS_NS),
              Loads.uniformFor(effort.steadyMs(), SIZES[i], MS_NS / 2));
      atMost("bytes made per event", cpus(i), 0, Math.max(0, bytes));
    }
  }

  /**
   * CPU time of an event of a bare heap in which as many are pending: for each CPU its task's next
   * stop and the end of another one's sleep.
   */
  private double heapNs(int cpus) {
    BareHeap heap = BareHeap.filled(2 * cpus);
    return speed.meanNs(() -> {
      long timeNs = 0;
      for (int i = 0; i < HOLDS_AT_ONCE; i++) {
        timeNs = heap.pop();
        heap.push(timeNs + Delays.of(i));
      }
      return timeNs;
    })
        / HOLDS_AT_ONCE;
  }

  private void traces(double[] switchNs) {
    for (int i = 0; i < SIZES.length - 1; i++) {
      double tracedNs = speed.traced(Loads.uniform(SIZES[i], cpuMs)).switchNs();
      atLeast("speed with a trace : without", cpus(i), 0.5, switchNs[i] / tracedNs);
    }
  }

  private void spinners() {
    Scenario scenario = Loads.spinners(SPINNING_CPUS, 100 * cpuMs);
    double cpuSeconds = 100 * cpuMs / 1e3;
    atLeast(
        "CPU seconds a second",
        "%d CPUs, spinners".formatted(SPINNING_CPUS),
        50_000,
        cpuSeconds * SECOND_NS / speed.of(scenario).runNs());
  }

  private void fuzzing() {
    double runsNs = fuzzingSpeed.meanNs(new FuzzingLoad()::runs);
    atLeast("fuzzing runs a second", "mixed", 1000, FuzzingLoad.RUNS * SECOND_NS / runsNs);
  }

  /** After a change all is planned anew. */
  private void plans() {
    PlanRequest request = PlannerBenchmark.request(CELLS);
    for (var planner : Planners.all().entrySet()) {
      double planNs = speed.meanNs(() -> planOf(planner.getValue(), request));
      String with = planner.getKey() + ", 256 cells";
      atMost("ms for a plan of 512 CPUs", with, 5, planNs / 1e6);
      atMost("the same after a change", with, 1, planNs / 1e6);
    }
  }

  /** What only the program shows: its start and its memory. */
  private void programs() {
    String scenario = scenarios.resolve("interleaved.yaml").toString();
    double leastSeconds =
        IntStream.range(0, STARTS)
            .mapToDouble(start -> sim.wallSeconds(List.of("run", scenario)))
            .min()
            .orElseThrow();
    atMost("s from start to end", "sim run, small", 0.3, leastSeconds);
    JsonNode spinning =
        bench(List.of("--cpus=" + SPINNING_CPUS, "--sleep=0"), 100 * cpuMs / SPINNING_CPUS);
    double heapBytes = spinning.required("peakHeapBytes").asDouble();
    atMost("MB of heap", SPINNING_CPUS + " CPUs, spinners", 100, heapBytes / 1e6);
    JsonNode largest = bench(LARGEST, cpuMs / 100);
    double residentBytes = largest.required("peakResidentBytes").asDouble();
    atMost("MB of the process", "4,096 CPUs, 102,400 tasks", 2000, residentBytes / 1e6);
  }

  private JsonNode bench(List<String> load, long ms) {
    List<String> options = new ArrayList<>(load);
    options.add("--duration=" + ms + "ms");
    options.add("--warm-up=" + effort.warmUpMs() + "ms");
    return sim.bench(options);
  }

  private static CellPlan planOf(CellPlanner planner, PlanRequest request) {
    try {
      return planner.plan(request);
    } catch (PlanException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String cpus(int size) {
    return "%,d CPUs".formatted(SIZES[size]);
  }

  private void atLeast(String what, String with, double goal, double is) {
    table.row(what, with, ">= " + figure(goal), figure(is), is >= goal ? "yes" : "no");
  }

  private void atMost(String what, String with, double goal, double is) {
    table.row(what, with, "<= " + figure(goal), figure(is), is <= goal ? "yes" : "no");
  }

  /** Three digits or what is before the point. */
  private static String figure(double value) {
    int decimals = value == 0 || value >= 100 ? 0 : value < 10 ? 2 : 1;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
