package org.cellsched.sim.fuzz;

import java.util.Arrays;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.ScenarioFault;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;
import org.jspecify.annotations.Nullable;

/**
 * What came of one run.
 *
 * @param digest of all that could be observed
 * @param events that the engine handled
 * @param failure null if all went well
 */
public record Outcome(String digest, long events, @Nullable Failure failure) {

  /**
   * Why a run failed.
   *
   * @param rule the broken rule, the metric of the expectation that failed, or the exception: what
   *     stays the same while the scenario is made smaller
   * @param detail for people
   * @param timeNs when it was noticed; the end of the run for an expectation
   */
  public record Failure(String rule, String detail, long timeNs) {}

  /** Runs the scenario with every checker on. */
  public static Outcome of(Scenario scenario, RunObserver observer) {
    try {
      return of(new Simulation(scenario, observer));
    } catch (RuntimeException | AssertionError defect) {
      return thrown(defect);
    }
  }

  /** Lets a simulation that has not begun pass. */
  static Outcome of(Simulation simulation) {
    try {
      RunResult result = simulation.run(Progress.NONE);
      return new Outcome(result.digest(), result.events(), failure(result));
    } catch (ScenarioFault fault) {
      return thrown(fault);
    } catch (RuntimeException | AssertionError defect) {
      return thrown(defect);
    }
  }

  private static Outcome thrown(Throwable thrown) {
    // The JVM leaves the trace of exceptions out that are thrown often.
    String place =
        Arrays.stream(thrown.getStackTrace())
            .findFirst()
            .map(at -> " in " + at.getClassName() + "." + at.getMethodName())
            .orElse("");
    return new Outcome(
        thrown.getClass().getSimpleName(),
        0,
        new Failure(
            thrown.getClass().getSimpleName() + place, String.valueOf(thrown.getMessage()), 0));
  }

  private static @Nullable Failure failure(RunResult result) {
    if (!result.violations().isEmpty()) {
      RunResult.ViolationResult first = result.violations().getFirst();
      return new Failure(
          first.rule(),
          "at %s: %s".formatted(Amounts.duration(first.timeNs()), first.detail()),
          first.timeNs());
    }
    return result.expectations().stream()
        .filter(expectation -> !expectation.passed())
        .findFirst()
        .map(failed ->
            new Failure(
                failed.text().substring(0, failed.text().indexOf(' ')),
                failed.text() + ": " + failed.observed(),
                result.simulatedNs()))
        .orElse(null);
  }
}
