package org.cellsched.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.scenario.ScenarioWriter;
import org.cellsched.sim.trace.RunObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is drawn: valid scenarios, the same ones each time, with everything in them some time. */
class ScenarioGeneratorTest {

  private static final long SEED = 5;

  @ParameterizedTest
  @EnumSource(Profile.class)
  void drawnScenarioCannotBeWrittenAndReadBack(Profile profile) throws InvalidFileException {
    ScenarioGenerator generator = new ScenarioGenerator(SEED, profile);
    for (long run = 0; run < 100; run++) {
      Scenario scenario = generator.scenario(run);
      String written = ScenarioWriter.write(scenario);

      Scenario again = ScenarioReader.parse(written, "run " + run, List.of());

      assertThat(again)
          .as("%s run %d%n%s", profile, run, written)
          .usingRecursiveComparison()
          .ignoringFieldsMatchingRegexes(".*location")
          .isEqualTo(scenario);
    }
  }

  @Test
  void writtenScenarioRunsDifferently() throws InvalidFileException {
    ScenarioGenerator generator = new ScenarioGenerator(SEED, Profile.MIXED);
    for (long run = 0; run < 40; run++) {
      Scenario scenario = generator.scenario(run);
      Scenario again = ScenarioReader.parse(ScenarioWriter.write(scenario), "again", List.of());

      assertThat(Outcome.of(again, RunObserver.NONE))
          .as("run %d", run)
          .isEqualTo(Outcome.of(scenario, RunObserver.NONE));
    }
  }

  @Test
  void runDependsOnThoseBefore() {
    ScenarioGenerator one = new ScenarioGenerator(SEED, Profile.MIXED);
    one.scenario(0);

    Scenario seventh = new ScenarioGenerator(SEED, Profile.MIXED).scenario(7);

    assertThat(one.scenario(7)).isEqualTo(seventh).isNotEqualTo(one.scenario(8));
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void featureIsNeverThereOrAlways(Profile profile) {
    Set<Feature> seen = EnumSet.noneOf(Feature.class);
    Set<Feature> always = EnumSet.allOf(Feature.class);
    for (long run = 0; run < 300; run++) {
      Set<Feature> drawn = profile.draw(new Dice(SEED, run));
      seen.addAll(drawn);
      always.retainAll(drawn);
    }

    assertThat(always).isEqualTo(profile.always());
    Set<Feature> never = EnumSet.noneOf(Feature.class);
    for (Feature feature : Feature.values()) {
      boolean chosen = feature.percent() > 0 && !profile.never().contains(feature);
      if (!chosen && !profile.always().contains(feature)) {
        never.add(feature);
      }
    }
    assertThat(EnumSet.complementOf(EnumSet.copyOf(seen))).isEqualTo(never);
  }

  @Test
  void healthySchedulerFails() {
    ScenarioGenerator generator = new ScenarioGenerator(SEED, Profile.MIXED);
    for (long run = 0; run < 300; run++) {
      Outcome outcome = Outcome.of(generator.scenario(run), RunObserver.NONE);

      assertThat(outcome.failure()).as("seed %d, run %d", SEED, run).isNull();
      assertThat(outcome.events()).as("seed %d, run %d", SEED, run).isPositive();
    }
  }
}
