package org.cellsched.sim.fuzz;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cellsched.sim.trace.RunObserver;

/**
 * Fuzzes with a source of scenarios and a seed for so many runs at most, until one fails; answers
 * the number of runs and the rule, or nothing. Speaks in classes that are not the project's, so
 * that it can be loaded with a fault in it and called from without.
 */
public final class FuzzUntilFound implements UnaryOperator<List<String>> {

  @Override
  public List<String> apply(List<String> sourceSeedRuns) {
    ScenarioSource source =
        ScenarioSource.of(sourceSeedRuns.getFirst(), Long.parseLong(sourceSeedRuns.get(1)));
    long mostRuns = Long.parseLong(sourceSeedRuns.getLast());
    for (long run = 0; run < mostRuns; run++) {
      Outcome.Failure failure = Outcome.of(source.scenario(run), RunObserver.NONE).failure();
      if (failure != null) {
        return List.of(Long.toString(run + 1), failure.rule());
      }
    }
    return List.of();
  }
}
