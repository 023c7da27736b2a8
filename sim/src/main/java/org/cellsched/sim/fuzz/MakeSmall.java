package org.cellsched.sim.fuzz;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cellsched.sim.trace.RunObserver;

/**
 * Makes a run small that fails; answers the scenario and its size. Like {@link FuzzUntilFound} it
 * speaks in classes that are not the project's.
 */
public final class MakeSmall implements UnaryOperator<List<String>> {

  @Override
  public List<String> apply(List<String> sourceSeedRun) {
    ScenarioSource source =
        ScenarioSource.of(sourceSeedRun.getFirst(), Long.parseLong(sourceSeedRun.get(1)));
    long run = Long.parseLong(sourceSeedRun.getLast());
    Outcome.Failure failure = Outcome.of(source.scenario(run), RunObserver.NONE).failure();
    if (failure == null) {
      throw new IllegalArgumentException(
          "run " + run + " of seed " + source.seed() + " does not fail");
    }
    Finding finding = Finding.of(source, run, failure);
    return List.of(finding.yaml(), finding.size());
  }
}
