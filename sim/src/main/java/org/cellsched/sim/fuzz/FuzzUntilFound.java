package org.cellsched.sim.fuzz;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;

/**
 * Fuzzes with a profile and a seed for so many runs at most, until one fails; answers the number of
 * runs and the rule, or nothing. Speaks in classes that are not the project's, so that it can be
 * loaded with a fault in it and called from without.
 */
public final class FuzzUntilFound implements UnaryOperator<List<String>> {

  @Override
  public List<String> apply(List<String> profileSeedRuns) {
    ScenarioGenerator generator =
        new ScenarioGenerator(
            Long.parseLong(profileSeedRuns.get(1)), Profile.named(profileSeedRuns.getFirst()));
    long mostRuns = Long.parseLong(profileSeedRuns.getLast());
    for (long run = 0; run < mostRuns; run++) {
      Scenario scenario = generator.scenario(run);
      Outcome.Failure failure = Outcome.of(scenario, RunObserver.NONE).failure();
      if (failure != null) {
        return List.of(Long.toString(run + 1), failure.rule());
      }
    }
    return List.of();
  }
}
