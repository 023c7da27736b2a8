package org.cellsched.sim.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;

/** Where the scenarios of a campaign come from. */
public interface ScenarioSource {

  /** The options by which a source is chosen. */
  String PROFILE = "--profile";

  String NEAR = "--near";

  /**
   * The source that these options name.
   *
   * @param options as {@link #options} has them, with one file or folder at most
   * @throws IllegalArgumentException if there is no such profile, or no scenario there
   */
  static ScenarioSource of(String options, long seed) {
    String name = options.substring(options.indexOf(' ') + 1);
    if (!options.startsWith(NEAR)) {
      return new ScenarioGenerator(seed, Profile.named(name));
    }
    try {
      return Variations.near(List.of(Path.of(name)), seed);
    } catch (IOException | ScenarioException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The scenario of a run, counted from 0: always the same one. */
  Scenario scenario(long run);

  /**
   * Whether they are variations of scenarios that somebody wrote: the bounds that those state hold
   * for less of them, and not for something else; what they expect for the whole alone.
   */
  boolean areVariations();

  /** The seed of all draws. */
  long seed();

  /** The options of {@code sim fuzz} that draw from here with this seed. */
  String options();
}
