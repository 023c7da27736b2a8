package org.cellsched.sim.metamorphic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers of CPUs and names of cells are only names, where no tie is broken by them. */
class RenumberedTest {

  private static final int WORLDS = 40;

  private static final UnaryOperator<String> IN_THE_SAME_ORDER = name -> "tenant-" + name;

  /** {@code cell-0-0} comes before {@code cell-1-0}; their new names the other way round. */
  private static final UnaryOperator<String> IN_REVERSE =
      name -> "cell-" + (9 - Integer.parseInt(name.substring(5, 6))) + name.substring(6);

  static List<Path> library() throws IOException {
    try (Stream<Path> files = Files.walk(Golden.repository("scenarios"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, WORLDS);
  }

  private static List<String> differences(Renumbering renumbering, Scenario scenario) {
    Scenario base = Renumbering.NONE.of(scenario); // without expectations: reading them charges
    return SameWorld.differences(
        renumbering, EventLog.of(base), EventLog.of(renumbering.of(scenario)));
  }

  /** Ids follow the order of names, and stay: all of the library, whatever its ties. */
  @ParameterizedTest
  @MethodSource("library")
  void nameOfACellDecides(Path file) throws ScenarioException {
    Scenario read = ScenarioReader.read(file, List.of());
    Scenario scenario = ExactTimes.of(read, Math.min(read.durationNs(), 1_000 * MS));

    assertThat(differences(Renumbering.ofCells(IN_THE_SAME_ORDER), scenario)).isEmpty();
  }

  /** Ids change, in worlds in which no planner's tie is broken by them: a cell to an island. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void idOfACellDecides(long seed) {
    assertThat(differences(Renumbering.ofCells(IN_REVERSE), Islands.apart(seed))).isEmpty();
  }

  /** Numbers change, in worlds on islands whose own order stays: see {@link Islands}. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void numberOfACpuDecides(long seed) {
    Scenario scenario = Islands.overlapping(seed);
    int[] newNumber = Islands.keepingOrderOnEach(scenario.machine().topology(), seed);

    assertThat(differences(Renumbering.ofCpus(newNumber), scenario)).isEmpty();
  }

  @Test
  void worldsAreIdle() {
    long switches =
        seeds()
            .map(seed -> EventLog.of(Islands.overlapping(seed)).result().contextSwitches())
            .min()
            .orElseThrow();

    assertThat(switches).isGreaterThan(100);
  }

  /** Where ids do break ties, that must show: or the comparison sees nothing. */
  @Test
  void idThatDecidesIsNotNoticed() {
    long noticed =
        seeds()
            .filter(seed ->
                !differences(
                        Renumbering.ofCells(IN_REVERSE_ON_AN_ISLAND), Islands.overlapping(seed))
                    .isEmpty())
            .count();

    assertThat(noticed).isBetween(3L, (long) WORLDS);
  }

  private static final UnaryOperator<String> IN_REVERSE_ON_AN_ISLAND =
      name -> name.substring(0, 7) + (9 - Integer.parseInt(name.substring(7)));

  /** Where numbers do break ties, that must show: or the comparison sees nothing. */
  @Test
  void numberThatDecidesIsNotNoticed() {
    long noticed =
        seeds()
            .filter(seed -> {
              Scenario scenario = Islands.overlapping(seed);
              int cpus = scenario.machine().topology().cpuCount();
              int[] reversed = new int[cpus];
              Arrays.setAll(reversed, cpu -> cpus - 1 - cpu);
              return !differences(Renumbering.ofCpus(reversed), scenario).isEmpty();
            })
            .count();

    assertThat(noticed).isGreaterThan(WORLDS / 2);
  }
}
