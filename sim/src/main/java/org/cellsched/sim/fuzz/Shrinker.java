package org.cellsched.sim.fuzz;

import java.util.List;
import java.util.Optional;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;

/**
 * Makes a scenario that fails smaller while it fails by the same rule: greedily, each kind of
 * simplification in turn until none helps any more; then several at once, drawn. Deterministic, and
 * bounded by a number of runs.
 *
 * <p>The idea is that of delta debugging (Zeller and Hildebrandt, TSE 28:2, 2002), with
 * simplifications that know what a scenario is made of.
 */
final class Shrinker {

  /** So many in vain, and nobody looks on. */
  private static final int MOST_LEAPS = 10_000;

  /** Those of a run that never ends are many. */
  private static final long MOST_EVENTS_OF_LEAPS = 10_000_000;

  private final String rule;
  private final List<Simplification> steps;
  private final Leaps leaps;
  private final int mostRuns;
  private int runs;
  private long events;
  private Scenario best;

  private Shrinker(Scenario failing, String rule, Simplifications simplifications, int mostRuns) {
    this.rule = rule;
    steps = simplifications.steps();
    leaps = new Leaps(simplifications.leaps(), failing.seed());
    this.mostRuns = mostRuns;
    best = failing;
  }

  /**
   * The smallest scenario found.
   *
   * @param runs how many were tried
   */
  record Shrunk(Scenario scenario, int runs) {}

  /**
   * Shrinks a scenario that fails by {@code rule} ({@link Outcome.Failure#rule}); answers it as it
   * is if it does not. Costs at most {@code mostRuns} runs.
   */
  static Shrunk shrink(
      Scenario failing, String rule, Simplifications simplifications, int mostRuns) {
    Shrinker shrinker = new Shrinker(failing, rule, simplifications, mostRuns);
    do {
      shrinker.untilNothingHelps();
    } while (shrinker.leaps());
    return new Shrunk(shrinker.best, shrinker.runs);
  }

  private void untilNothingHelps() {
    boolean helped = true;
    while (helped && runs < mostRuns) {
      helped = false;
      for (Simplification simplification : steps) {
        helped |= exhaust(simplification);
      }
    }
  }

  /** Takes each of a simplification's proposals that still fails; answers whether one did. */
  private boolean exhaust(Simplification simplification) {
    boolean helped = false;
    int index = 0;
    while (runs < mostRuns) {
      List<Scenario> proposals = simplification.of(best);
      if (index >= proposals.size()) {
        return helped;
      }
      Optional<Scenario> valid = Simplification.valid(proposals.get(index));
      if (valid.isPresent() && fails(valid.get())) {
        // What was at this place is gone or simpler: the next one may be here now.
        boolean sameAgain = simplification.of(valid.get()).size() < proposals.size();
        best = valid.get();
        helped = true;
        index += sameAgain ? 0 : 1;
      } else {
        index++;
      }
    }
    return helped;
  }

  /** Looks for one that is smaller in several steps; answers whether it found any. */
  private boolean leaps() {
    ScenarioSize size = ScenarioSize.of(best);
    if (size.isSmall() || leaps.areNone()) {
      return false;
    }
    long mostEvents = events + MOST_EVENTS_OF_LEAPS;
    for (int left = MOST_LEAPS; left > 0 && runs < mostRuns && events < mostEvents; left--) {
      Scenario there = leaps.from(best);
      Optional<Scenario> valid =
          ScenarioSize.of(there).isLessThan(size) ? Simplification.valid(there) : Optional.empty();
      if (valid.isPresent() && fails(valid.get())) {
        best = valid.get();
        return true;
      }
    }
    return false;
  }

  private boolean fails(Scenario scenario) {
    runs++;
    Outcome outcome = Outcome.of(scenario, RunObserver.NONE);
    events += outcome.events();
    Outcome.Failure failure = outcome.failure();
    return failure != null && failure.rule().equals(rule);
  }
}
