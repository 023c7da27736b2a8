package org.cellsched.loader.stats;

import java.util.List;
import java.util.SortedMap;

/**
 * The state of a running loader at one moment. Its components are the names that clients see. Times
 * are in nanoseconds; those of cells count up since the scheduler was attached.
 *
 * @param scheduler name and version
 * @param cellParent path of the cgroup whose children are cells
 * @param atNs when, on CLOCK_MONOTONIC
 * @param intervalNs between the last two readings of counters
 * @param generation of the plan in force; 0 before the first
 * @param plansComputed plans made, those that would change nothing included
 * @param plansApplied plans put in force since this program started
 * @param plansRefused plans that the data plane did not take
 * @param cpusMoved by all plans applied
 * @param lastReason why the last plan was made; empty before the first
 * @param lastRebalanceDecision why CPUs followed demand or not; empty where rebalancing is off
 * @param lastMovedTasks waiting tasks that the last plan moved to other queues
 * @param lastReplacedNs how long that took
 * @param decisions of the data plane by kind; empty where none are counted
 * @param demoted cgroups with no CPUs of their own in the last plan
 * @param warnings the latest, oldest first
 */
public record LoaderStatistics(
    String scheduler,
    String cellParent,
    long atNs,
    long intervalNs,
    long generation,
    long plansComputed,
    long plansApplied,
    long plansRefused,
    long cpusMoved,
    String lastReason,
    String lastRebalanceDecision,
    int lastMovedTasks,
    long lastReplacedNs,
    List<Cell> cells,
    SortedMap<String, Long> decisions,
    List<String> demoted,
    List<String> warnings) {

  /**
   * One cell.
   *
   * @param name of its cgroup, {@code root} for the root cell
   * @param cgroup its path; empty for the root cell
   * @param cpus that it owns, as a list
   * @param utilisationPpm of its own CPUs over the last interval
   * @param demandMilliCpus over the last interval
   * @param intervalBorrowedNs on CPUs of others, over the last interval
   * @param intervalLentNs of its CPUs to others, over the last interval
   * @param wakeups latencies from wakeup to CPU that were counted
   * @param wakeupP50Ns half of them are below this power of two; 0 if there are none
   */
  public record Cell(
      int id,
      String name,
      String cgroup,
      String cpus,
      int cpuCount,
      long utilisationPpm,
      long demandMilliCpus,
      long runNs,
      long waitNs,
      long restrictedWaitNs,
      long borrowedNs,
      long lentNs,
      long intervalBorrowedNs,
      long intervalLentNs,
      long wakeups,
      long wakeupP50Ns,
      long wakeupP99Ns,
      long wakeupMaxNs) {}
}
