package org.cellsched.bench;

import com.sun.management.ThreadMXBean;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.function.Supplier;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.export.PerfettoTrace;
import org.cellsched.sim.scenario.Scenario;

/** Measures the CPU time of this thread, in code that is warm. */
final class Speed {

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long warmUpNs;

  /**
   * @param warmUpNs how long something is done before it is measured, and then at least
   */
  Speed(long warmUpNs) {
    this.warmUpNs = warmUpNs;
  }

  /** CPU time of a run, and of a switch and an event in it, in nanoseconds. */
  record Figures(double runNs, double switchNs, double eventNs) {}

  Figures of(Scenario scenario) {
    return figures(() -> new Simulation(scenario).run(Progress.NONE));
  }

  /** The same with a trace, which goes nowhere. */
  Figures traced(Scenario scenario) {
    return figures(() -> {
      try (PerfettoTrace trace = new PerfettoTrace(OutputStream.nullOutputStream())) {
        return new Simulation(scenario, trace).run(Progress.NONE);
      }
    });
  }

  private Figures figures(Supplier<RunResult> run) {
    RunResult one = run.get();
    double runNs = meanNs(run);
    return new Figures(runNs, runNs / one.contextSwitches(), runNs / one.events());
  }

  /** CPU time of doing it once. */
  double meanNs(Supplier<?> work) {
    repeat(work);
    return repeat(work);
  }

  private double repeat(Supplier<?> work) {
    long fromNs = THREAD.getCurrentThreadCpuTime();
    long spentNs;
    int times = 0;
    do {
      Reference.reachabilityFence(work.get()); // The JVM may not leave it out.
      times++;
      spentNs = THREAD.getCurrentThreadCpuTime() - fromNs;
    } while (spentNs < warmUpNs);
    return (double) spentNs / times;
  }

  /**
   * Bytes of objects that an event makes: what a run makes beyond another one of the same simulated
   * time with fewer events. Samples, sweeps and the like, which make objects, are as many in both.
   */
  double bytesPerEvent(Scenario fewer, Scenario more) {
    long fromBytes = THREAD.getCurrentThreadAllocatedBytes();
    long fewerEvents = new Simulation(fewer).run(Progress.NONE).events();
    long fewerBytes = THREAD.getCurrentThreadAllocatedBytes() - fromBytes;
    long moreEvents = new Simulation(more).run(Progress.NONE).events();
    long moreBytes = THREAD.getCurrentThreadAllocatedBytes() - fromBytes - fewerBytes;
    return (double) (moreBytes - fewerBytes) / (moreEvents - fewerEvents);
  }
}
