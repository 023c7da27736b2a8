package org.cellsched.sim.fuzz;

import java.util.List;
import org.cellsched.host.yaml.Location;
import org.cellsched.sim.fault.Fault;
import org.cellsched.sim.fuzz.Shrinker.Shrunk;
import org.cellsched.sim.scenario.Comparison;
import org.cellsched.sim.scenario.Expectation;
import org.cellsched.sim.scenario.Expectation.Operand;
import org.cellsched.sim.scenario.Expectation.Subject;
import org.cellsched.sim.scenario.Metric;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioWriter;
import org.cellsched.sim.scenario.ValueKind;

/**
 * A scenario that fails, made small, as a file that fails by itself.
 *
 * @param name of the file, without its ending: the rule and where it was found
 * @param yaml what is written
 * @param size such as {@code 2 CPUs, 1 cell, 3 tasks, 0 events}
 * @param runs that it took to make it small
 */
public record Finding(String name, String yaml, String size, int runs) {

  /** So many runs at most are tried to make a scenario smaller. */
  public static final int MOST_RUNS = 3_000;

  /** Makes a failing run small. Costs at most {@link #MOST_RUNS} runs. */
  public static Finding of(ScenarioSource source, long run, Outcome.Failure failure) {
    Scenario scenario = source.scenario(run);
    String seed = Long.toUnsignedString(source.seed());
    Shrunk shrunk =
        Shrinker.shrink(
            scenario, failure.rule(), simplifications(source, scenario, failure), MOST_RUNS);
    String name = "%s-%s-%d".formatted(failure.rule().replaceAll("[^A-Za-z0-9]+", "-"), seed, run);
    Scenario named =
        Parts.of(shrunk.scenario())
            .withName("fuzz-" + seed + "-" + run, "Fails by: " + failure.rule())
            .withExpectations(expectations(shrunk.scenario()))
            .scenario();
    String yaml =
        "# Found by: bin/sim fuzz%s --seed %s %s --show %d%n# %s%n%s"
            .formatted(
                faultOption(),
                seed,
                source.options(),
                run,
                failure.detail().replaceAll("\\s+", " "),
                ScenarioWriter.write(named));
    return new Finding(name, yaml, ScenarioSize.of(named).toString(), shrunk.runs());
  }

  /** Those that leave what must hold as it is. */
  private static Simplifications simplifications(
      ScenarioSource source, Scenario scenario, Outcome.Failure failure) {
    if (!source.areVariations()) {
      return Simplifications.ALL;
    }
    boolean expected =
        scenario.expectations().stream()
            .anyMatch(each -> each.text().startsWith(failure.rule() + " "));
    return expected ? Simplifications.NONE : Simplifications.LESS;
  }

  /** With a space before it; empty without a fault. */
  private static String faultOption() {
    String fault = Fault.switchedOn();
    return fault == null ? "" : " --fault " + fault;
  }

  /** Those that it has, or that no invariant is broken. */
  private static List<Expectation> expectations(Scenario scenario) {
    if (!scenario.expectations().isEmpty()) {
      return scenario.expectations();
    }
    return List.of(
        new Expectation(
            "violations == 0",
            Location.of("fuzz"),
            new Operand.Measured(
                new Subject.OfViolations(), Metric.VIOLATIONS, Expectation.UNIT_FACTOR_PPM),
            Comparison.EQUAL,
            new Operand.Literal(0, ValueKind.COUNT),
            new Expectation.When.Overall()));
  }
}
