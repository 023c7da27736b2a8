package org.cellsched.bench;

import org.cellsched.sim.fuzz.Outcome;
import org.cellsched.sim.fuzz.Profile;
import org.cellsched.sim.fuzz.ScenarioGenerator;
import org.cellsched.sim.fuzz.SituationCounter;

/** The runs of a mixed fuzzing campaign, one after the other. */
final class FuzzingLoad {

  /** How many runs are done at once. */
  static final int RUNS = 100;

  private final ScenarioGenerator generator = new ScenarioGenerator(1, Profile.MIXED);
  private final SituationCounter situations = new SituationCounter();
  private long next;

  /** Does the next {@link #RUNS} and answers the digest of the last. */
  String runs() {
    String last = "";
    for (int i = 0; i < RUNS; i++) {
      last = Outcome.of(generator.scenario(next++), situations).digest();
    }
    return last;
  }
}
