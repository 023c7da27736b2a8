package org.cellsched.sim.fuzz;

import java.util.List;
import java.util.function.BiFunction;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;

/**
 * Makes a run of a seed small that fails; answers the scenario and its size. Like {@link
 * FuzzUntilFound} it speaks in classes that are not the project's.
 */
public final class MakeSmall implements BiFunction<Long, Long, List<String>> {

  @Override
  public List<String> apply(Long seed, Long run) {
    Scenario scenario = new ScenarioGenerator(seed, Profile.MIXED).scenario(run);
    Outcome.Failure failure = Outcome.of(scenario, RunObserver.NONE).failure();
    if (failure == null) {
      throw new IllegalArgumentException("run " + run + " of seed " + seed + " does not fail");
    }
    Finding finding = Finding.of(seed, Profile.MIXED, run, scenario, failure);
    return List.of(finding.yaml(), finding.size());
  }
}
