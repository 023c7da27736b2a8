package org.cellsched.sim.compare;

import java.util.List;
import org.cellsched.sim.compare.Measure.Better;
import org.cellsched.sim.compare.Measure.Unit;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sim compare} found: the document of {@code --json}, and all that reports draw from.
 * All but {@code wallNs} is reproducible, whatever the number of jobs.
 *
 * @param version of the simulator
 * @param complete false if it was interrupted: then some runs are missing
 * @param confidence of all intervals, such as 0.95
 * @param seeds of each scenario's and policy's runs
 * @param policies the first is the baseline
 * @param repeatCommand makes the same document
 * @param wallNs how long it took
 */
public record Comparison(
    String version,
    boolean complete,
    double confidence,
    List<String> seeds,
    List<Policy> policies,
    List<ScenarioComparison> scenarios,
    String repeatCommand,
    long wallNs) {

  /**
   * @param settings that it puts into each scenario, as {@code --set} takes them; none for the
   *     scenario as it is
   */
  public record Policy(String name, List<String> settings) {}

  /**
   * One scenario under all policies.
   *
   * @param cpus of its machine under the first policy
   * @param durationNs that a whole run simulates, under the first policy
   * @param differences how many were tested, for {@link Difference.Evidence#AMONG_ALL}
   * @param runs by policy
   */
  public record ScenarioComparison(
      String scenario,
      String file,
      int cpus,
      long durationNs,
      int differences,
      List<PolicyRuns> runs,
      List<Subject> subjects) {}

  /**
   * @param runCommand repeats one run, with a seed after it
   */
  public record PolicyRuns(String policy, String runCommand, List<Run> runs) {}

  /**
   * One run that was made.
   *
   * @param complete false if the kernel ended the scheduler
   */
  public record Run(String seed, String digest, boolean complete, long violations) {}

  /** A cell, or {@link RunFigures#MACHINE}. */
  public record Subject(String name, List<MeasureComparison> measures) {}

  /** One measure of one subject, by policy. */
  public record MeasureComparison(
      String measure, String name, Unit unit, Better better, List<Values> policies) {}

  /**
   * @param values by seed; null where there is none
   * @param estimate null without a value
   * @param difference from the baseline; null for itself, and with fewer than two pairs
   */
  public record Values(
      String policy,
      List<@Nullable Long> values,
      @Nullable Estimate estimate,
      @Nullable Difference difference) {}

  /** Whether every invariant held in every run. */
  public boolean isClean() {
    return scenarios.stream()
        .flatMap(scenario -> scenario.runs().stream())
        .flatMap(policy -> policy.runs().stream())
        .allMatch(run -> run.violations() == 0);
  }
}
