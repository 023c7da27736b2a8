package org.cellsched.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of resources/malformed against what its author is told, which is kept beside it and is
 * to be read by people: would you thank for this message?
 */
class MalformedScenariosTest {

  private static final Path FOLDER = Path.of("src/test/resources/malformed");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void saysWhatIsWrong(Path file) {
    ScenarioException thrown =
        catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file, List.of()));

    assertThat(thrown).isNotNull();
    String message = String.valueOf(thrown.getMessage()).replace(FOLDER + "/", "") + "\n";
    String name = file.getFileName().toString().replace(".yaml", ".expected");
    Golden.check(FOLDER.resolve(name), message);
  }

  @ParameterizedTest
  @MethodSource("files")
  void complaintsAreSortedAndHavePlaces(Path file) {
    ScenarioException thrown =
        catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file, List.of()));

    assertThat(thrown.problems()).isSorted().isNotEmpty();
    assertThat(thrown.problems())
        .allSatisfy(problem -> assertThat(problem.location().source()).isEqualTo(file.toString()));
  }

  @Test
  void thereAreManyOfThem() throws IOException {
    assertThat(files()).hasSizeGreaterThan(20);
  }
}
