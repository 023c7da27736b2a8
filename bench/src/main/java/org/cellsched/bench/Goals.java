package org.cellsched.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.core.plan.CellPlanner;
import org.cellsched.core.plan.PlanException;
import org.cellsched.core.plan.PlanRequest;
import org.cellsched.core.plan.Planners;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.TextTable;
import org.cellsched.sim.scenario.Scenario;

/**
 * What the simulator and the planners should reach, beside what they do: {@code bin/bench goals}.
 * All figures are of CPU time, so that neighbours on the machine do not count, and of warm code;
 * ratios are of figures of this one run.
 */
final class Goals {

  private static final int[] SIZES = {16, 128, 1024};
  private static final double[] SWITCHES_PER_SECOND = {5e6, 4e6, 3e6};
  private static final int SPINNING_CPUS = 128;
  private static final int CELLS = 256;
  private static final int HOLDS_AT_ONCE = 1_000_000;
  private static final double SECOND_NS = TimeUnit.SECONDS.toNanos(1);

  private final TextTable table = new TextTable("what", "with", "goal", "is", "met").leftAligned(1);
  private final Speed speed;
  private final long cpuMs;

  /**
   * @param warmUpNs how long something is done before it is measured, and measured at least
   * @param cpuMs simulated CPU time of a run
   */
  Goals(long warmUpNs, long cpuMs) {
    speed = new Speed(warmUpNs);
    this.cpuMs = cpuMs;
  }

  /** Measures all and prints the table. Some three minutes, with the usual values. */
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
    traces(switchNs);
    spinners();
    plans();
    table.lines(Page.COLUMNS).forEach(out::println);
    out.println("CPU time of one core; met: whether the goal is reached.");
    ResultTable.printMachine(out);
  }

  /** Answers the CPU time of a switch, by size. */
  private double[] switchRates() {
    double[] switchNs = new double[SIZES.length];
    double[] eventNs = new double[SIZES.length];
    double[] bytes = new double[SIZES.length];
    for (int i = 0; i < SIZES.length; i++) {
      Speed.Figures figures = speed.of(Loads.uniform(SIZES[i], cpuMs));
      switchNs[i] = figures.switchNs();
      eventNs[i] = figures.eventNs();
      bytes[i] =
          speed.bytesPerEvent(Loads.uniform(SIZES[i], cpuMs), Loads.uniform(SIZES[i], 3 * cpuMs));
      atLeast("switches a second", cpus(i), SWITCHES_PER_SECOND[i], SECOND_NS / switchNs[i]);
    }
    for (int i = 0; i < SIZES.length; i++) {
      atMost("time per event : a heap's", cpus(i), 6, eventNs[i] / heapNs(SIZES[i]));
    }
    for (int i = 0; i < SIZES.length; i++) {
      atMost("bytes made per event", cpus(i), 0, bytes[i]);
    }
    return switchNs;
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

  private void plans() {
    PlanRequest request = PlannerBenchmark.request(CELLS);
    for (var planner : Planners.all().entrySet()) {
      double planNs = speed.meanNs(() -> planOf(planner.getValue(), request));
      atMost("ms for a plan of 512 CPUs", planner.getKey() + ", 256 cells", 5, planNs / 1e6);
    }
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
