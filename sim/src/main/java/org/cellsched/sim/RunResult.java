package org.cellsched.sim;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cellsched.sim.explain.Wait;
import org.jspecify.annotations.Nullable;

/**
 * What a run shows: the result document. Numbers are integers with their unit in the name; all but
 * {@code wallNs} is reproducible.
 *
 * @param version of the simulator
 * @param complete false if the run was interrupted or the kernel ended the scheduler
 * @param digest of everything observable; equal digests, equal runs
 * @param digestLadder digests up to 100 ms, 200 ms, … of simulated time
 * @param events engine events handled
 * @param contextSwitches changes of the task on a CPU, idle included
 * @param taskStarts switches to a task
 * @param migrations task starts by distance from the task's last CPU, same CPU left out
 * @param worstWaits the longest wait of each cell that had one
 * @param idleWhileWaitingNs CPU time that CPUs idled beside eligible waiting tasks
 * @param violationCount all of them; {@code violations} has the first ones
 * @param wallNs how long the run took
 */
public record RunResult(
    String scenario,
    String version,
    String seed,
    String scheduler,
    boolean complete,
    String digest,
    List<String> digestLadder,
    long simulatedNs,
    int cpus,
    long events,
    long contextSwitches,
    long taskStarts,
    Map<String, Long> migrations,
    MachineTime machineTimeNs,
    Plans plans,
    List<CellResult> cells,
    List<GroupResult> groups,
    List<Wait> worstWaits,
    long idleWhileWaitingNs,
    long violationCount,
    List<ViolationResult> violations,
    List<ExpectationResult> expectations,
    List<ReportResult> reports,
    long wallNs) {

  /** Where the CPUs' time went; the sum is CPUs × simulated time. */
  public record MachineTime(
      long running, long switching, long irq, long idle, long taken, long offline) {}

  /** The control plane's plans, the first included; CPUs that changed owner are moved. */
  public record Plans(
      long computed, long applied, long refused, long cpusMoved, Map<String, Long> byCause) {}

  /** A latency distribution; {@code mean}, {@code max} and {@code count} are exact. */
  public record LatencyResult(
      long mean, long p50, long p90, long p99, long p999, long max, long count) {}

  /**
   * A tenant: the root cell or a child of the cell parent.
   *
   * @param id of its cell at the end; 0 for one that lives in the root cell
   * @param cgroup null for the root cell
   * @param cpus its CPUs at the end, in list format
   * @param utilisationPpm CPU time by the capacity of its own CPUs
   * @param demandMilliCpus mean over the controller's samples
   * @param requestLatencyNs of the requests that its tasks served; null if they served none
   * @param throttledNs time that its tasks waited because {@code cpu.max} was used up, in sum
   */
  public record CellResult(
      int id,
      String name,
      @Nullable String cgroup,
      String cpus,
      int cpuCount,
      long cpuTimeNs,
      long utilisationPpm,
      long demandMilliCpus,
      long borrowedNs,
      long lentNs,
      LatencyResult wakeupLatencyNs,
      @Nullable LatencyResult requestLatencyNs,
      long switches,
      long migrations,
      long idleWhileWaitingNs,
      long throttledNs) {}

  /** A task group; request latency is null where no requests are served. */
  public record GroupResult(
      String name,
      int tasks,
      long cpuTimeNs,
      LatencyResult wakeupLatencyNs,
      @Nullable LatencyResult requestLatencyNs,
      long switches,
      long migrations) {}

  /** A broken rule; {@code rule} names it, {@code meaning} says what it demands. */
  public record ViolationResult(String rule, String meaning, long timeNs, String detail) {}

  /** An expectation of the scenario. */
  public record ExpectationResult(String text, int line, boolean passed, String observed) {}

  /** Something that the controller said, or a limit that the scheduler ignored. */
  public record ReportResult(long timeNs, String severity, String text) {}

  /** The result with the time that the run took. */
  public RunResult tookNs(long tookNs) {
    return new RunResult(
        scenario,
        version,
        seed,
        scheduler,
        complete,
        digest,
        digestLadder,
        simulatedNs,
        cpus,
        events,
        contextSwitches,
        taskStarts,
        migrations,
        machineTimeNs,
        plans,
        cells,
        groups,
        worstWaits,
        idleWhileWaitingNs,
        violationCount,
        violations,
        expectations,
        reports,
        tookNs);
  }

  /** Whether the kernel ended the scheduler with an error. */
  public boolean schedulerEnded() {
    return violations.stream().anyMatch(violation -> violation.rule().equals("schedulerFault"));
  }

  /** Those that were kept, a list for each broken rule; the rule that was broken first is first. */
  public Collection<List<ViolationResult>> violationsByRule() {
    return violations.stream()
        .collect(
            Collectors.groupingBy(
                ViolationResult::rule, LinkedHashMap::new, Collectors.toUnmodifiableList()))
        .values();
  }

  /** How many expectations did not hold. */
  public long failedExpectations() {
    return expectations.stream().filter(expectation -> !expectation.passed()).count();
  }

  /** Whether every invariant and expectation held. */
  public boolean isClean() {
    return violationCount == 0 && failedExpectations() == 0;
  }
}
