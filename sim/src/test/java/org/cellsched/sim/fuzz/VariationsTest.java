package org.cellsched.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.scenario.ScenarioWriter;
import org.cellsched.sim.scenario.TaskGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variations: consistent, the same ones each time, with no more in them than the scenario has. */
class VariationsTest {

  private static final long SEED = 5;
  private static final Path LIBRARY = Golden.repository("scenarios/regression");

  @TempDir private Path folder;

  private static Variations near(String scenario) throws InvalidFileException, IOException {
    return Variations.near(List.of(LIBRARY.resolve(scenario)), SEED);
  }

  private static int tasks(Scenario scenario) {
    return scenario.tasks().stream()
        .mapToInt(group -> group.taskCount(scenario.machine().topology()))
        .sum();
  }

  private static List<Long> starts(Scenario scenario) {
    return scenario.tasks().stream().map(TaskGroup::startNs).toList();
  }

  @Test
  void variationCannotBeWrittenAndReadBack() throws InvalidFileException, IOException {
    Variations variations = Variations.near(List.of(LIBRARY), SEED);
    for (long run = 0; run < 300; run++) {
      Scenario scenario = variations.scenario(run);
      String written = ScenarioWriter.write(scenario);

      assertThat(ScenarioWriter.write(ScenarioReader.parse(written, "run " + run, List.of())))
          .as("run %d", run)
          .isEqualTo(written);
    }
  }

  @Test
  void runDependsOnThoseBefore() throws InvalidFileException, IOException {
    Variations one = near("");
    one.scenario(0);

    assertThat(one.scenario(7)).isEqualTo(near("").scenario(7)).isNotEqualTo(one.scenario(8));
  }

  @Test
  void boundsAreExceededByMoreTasksOrHeldAgainstAnotherScenario() throws Exception {
    Path file = LIBRARY.resolve("successor-of-a-cell.yaml");
    Scenario original = ScenarioReader.read(file, List.of());
    Variations variations = Variations.near(List.of(file), SEED);
    TreeSet<Integer> eventCounts = new TreeSet<>();
    for (long run = 0; run < 200; run++) {
      Scenario scenario = variations.scenario(run);
      eventCounts.add(scenario.events().size());

      assertThat(tasks(scenario)).isLessThanOrEqualTo(tasks(original));
      assertThat(scenario.checks()).isEqualTo(original.checks());
      if (!scenario.expectations().isEmpty()) {
        assertThat(scenario.expectations()).isEqualTo(original.expectations());
        assertThat(scenario.tasks()).isEqualTo(original.tasks());
        assertThat(scenario.events()).isEqualTo(original.events());
      }
    }
    assertThat(eventCounts).hasSizeGreaterThan(1);
  }

  @Test
  void nothingButTheSeedDiffers() throws InvalidFileException, IOException {
    Variations variations = near("marked-before-it-waits.yaml");
    TreeSet<String> interleavings = new TreeSet<>();
    TreeSet<String> times = new TreeSet<>();
    for (long run = 0; run < 50; run++) {
      Scenario scenario = variations.scenario(run);
      interleavings.add(scenario.interleaving().toString());
      times.add(starts(scenario).toString());
    }
    assertThat(interleavings).hasSize(50);
    assertThat(times).hasSizeGreaterThan(5);
  }

  @Test
  void folderWithoutScenariosGivesSome() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "none");

    assertThatThrownBy(() -> Variations.near(List.of(folder), SEED))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("has no scenario");
  }
}
