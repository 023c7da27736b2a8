package org.cellsched.sim.defect;

import java.util.List;
import java.util.function.BiFunction;
import org.cellsched.sim.fuzz.Finding;
import org.cellsched.sim.fuzz.Outcome;
import org.cellsched.sim.fuzz.Profile;
import org.cellsched.sim.fuzz.ScenarioGenerator;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;

/**
 * Fuzzes with a seed for so many runs at most, until one fails; answers the number of runs, the
 * rule, and the scenario made small, or nothing if none failed. Like {@link FailuresOfRun} it
 * speaks in classes that are not the project's.
 */
public final class FuzzUntilFound implements BiFunction<Long, Long, List<String>> {

  @Override
  public List<String> apply(Long seed, Long mostRuns) {
    ScenarioGenerator generator = new ScenarioGenerator(seed, Profile.MIXED);
    for (long run = 0; run < mostRuns; run++) {
      Scenario scenario = generator.scenario(run);
      Outcome.Failure failure = Outcome.of(scenario, RunObserver.NONE).failure();
      if (failure != null) {
        Finding finding = Finding.of(seed, Profile.MIXED, run, scenario, failure);
        return List.of(Long.toString(run + 1), failure.rule(), finding.yaml(), finding.size());
      }
    }
    return List.of();
  }
}
