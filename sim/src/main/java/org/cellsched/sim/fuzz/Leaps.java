package org.cellsched.sim.fuzz;

import java.util.List;
import org.cellsched.sim.scenario.Scenario;

/**
 * Draws several steps at once, other draws and other times with them, for a scenario that no single
 * step makes smaller: half of the CPUs are enough for half of the tasks, but neither without the
 * other.
 */
final class Leaps {

  private static final int MOST_STEPS = 4;
  private static final int SEEDS = 100;

  private final List<Simplification> steps;
  private final Dice dice;

  Leaps(List<Simplification> steps, long seed) {
    this.steps = List.copyOf(steps);
    dice = new Dice(seed, 0);
  }

  /** Whether there are none to draw. */
  boolean areNone() {
    return steps.isEmpty();
  }

  /** A scenario that may be inconsistent, or no smaller at all. */
  Scenario from(Scenario scenario) {
    Scenario there = scenario;
    for (int left = dice.between(1, MOST_STEPS); left > 0; left--) {
      there = dice.oneOf(dice.oneOf(steps).of(there), there);
    }
    return switch (dice.below(4)) {
      case 0 -> Parts.of(there).withSeed(dice.below(SEEDS)).scenario();
      case 1 -> dice.oneOf(OtherTimes.ofEvents(there, dice), there);
      case 2 -> dice.oneOf(OtherTimes.ofStarts(there, dice), there);
      default -> there;
    };
  }
}
