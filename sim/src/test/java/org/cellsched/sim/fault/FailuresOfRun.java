package org.cellsched.sim.fault;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.RunResult.ExpectationResult;
import org.cellsched.sim.RunResult.ViolationResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;

/**
 * Runs a scenario and answers what failed: names of rules, texts of expectations. In terms of
 * classes that are not the project's, so that {@link FaultyClasses} can load it and anyone call.
 */
public final class FailuresOfRun implements Function<Path, List<String>> {

  @Override
  public List<String> apply(Path file) {
    RunResult result;
    try {
      result = new Simulation(ScenarioReader.read(file, List.of())).run(Progress.NONE);
    } catch (ScenarioException e) {
      throw new AssertionError(e.getMessage(), e);
    }
    return Stream.concat(
            result.violations().stream().map(ViolationResult::rule).distinct(),
            result.expectations().stream()
                .filter(expectation -> !expectation.passed())
                .map(ExpectationResult::text))
        .toList();
  }
}
