package org.cellsched.sim.watch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A moment of a run, and what happened since the frame before.
 *
 * @param nowNs simulated time
 * @param intervalNs since the frame before, or the begin
 * @param planned false if the scheduler knows no plans: then every CPU is everybody's
 * @param cpus what each does now, by number
 * @param lastPlan null before the first
 */
public record WatchFrame(
    long nowNs,
    long intervalNs,
    boolean planned,
    List<Cell> cells,
    List<CpuUse> cpus,
    @Nullable LastPlan lastPlan) {

  public WatchFrame {
    cells = List.copyOf(cells);
    cpus = List.copyOf(cpus);
  }

  /**
   * One CPU.
   *
   * @param cell whose task it runs, by number in the list of them; 0 if it runs none
   * @param borrowed whether that cell borrows it
   */
  public record CpuUse(State state, int cell, boolean borrowed) {

    /** What it does; a switch to a task counts as running it. */
    public enum State {
      RUNS,
      IDLE,
      /** By a higher class, or it is offline. */
      TAKEN
    }
  }

  /**
   * One tenant: CPU time of the interval, and latencies since the begin.
   *
   * @param cpus its own, now; 0 for one that lives in the root cell
   * @param capacityNs what its own CPUs had to give
   * @param demandMilliCpus that the controller saw last; 0 without a controller
   * @param running tasks that are on a CPU now
   * @param waiting tasks that want a CPU now
   * @param wakeups whose latency was measured
   */
  public record Cell(
      String name,
      int cpus,
      long cpuTimeNs,
      long capacityNs,
      long borrowedNs,
      long lentNs,
      long demandMilliCpus,
      int running,
      int waiting,
      long wakeups,
      long wakeupP50Ns,
      long wakeupP99Ns,
      long wakeupMaxNs) {}

  /**
   * The plan in force.
   *
   * @param generation its number
   * @param atNs when it was put in force
   * @param reason the controller's sentence for people
   */
  public record LastPlan(long generation, long atNs, String reason) {}
}
