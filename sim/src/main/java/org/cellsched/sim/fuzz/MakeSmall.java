package org.cellsched.sim.fuzz;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;

/**
 * Makes a run of a profile and a seed small that fails; answers the scenario and its size. Like
 * {@link FuzzUntilFound} it speaks in classes that are not the project's.
 */
public final class MakeSmall implements UnaryOperator<List<String>> {

  @Override
  public List<String> apply(List<String> profileSeedRun) {
    Profile profile = Profile.named(profileSeedRun.getFirst());
    long seed = Long.parseLong(profileSeedRun.get(1));
    long run = Long.parseLong(profileSeedRun.getLast());
    Scenario scenario = new ScenarioGenerator(seed, profile).scenario(run);
    Outcome.Failure failure = Outcome.of(scenario, RunObserver.NONE).failure();
    if (failure == null) {
      throw new IllegalArgumentException("run " + run + " of seed " + seed + " does not fail");
    }
    Finding finding = Finding.of(seed, profile, run, scenario, failure);
    return List.of(finding.yaml(), finding.size());
  }
}
