package org.cellsched.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cellsched.sim.fuzz.FaultHunt;
import org.cellsched.sim.scenario.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checkers are checked: with a {@link Fault} put into the sources fuzzing finds a scenario that
 * fails, and what it writes fails alone, by the same rule, and only with the fault.
 */
class FuzzingFindsFaultsTest {

  private static final Path REPOSITORY = Golden.repository("");
  private static final long SEED = 1;

  /** Some take hundreds of runs: docs/fuzzing.md says how many. */
  private static final long MOST_RUNS = 5_000;

  /** So many can be switched on and are found; more is better. */
  private static final int FEWEST = 30;

  @TempDir private Path folder;

  static List<Fault> faults() {
    return Fault.all(REPOSITORY);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void faultIsNotFound(Fault fault) throws Exception {
    FaultHunt hunt = new FaultHunt(fault, REPOSITORY);

    Optional<FaultHunt.Found> found = hunt.hunt(SEED, MOST_RUNS);

    assertThat(found).as("seed %d, %d runs", SEED, MOST_RUNS).isPresent();
    String rule = found.get().rule();
    FaultHunt.Small small = hunt.makeSmall(SEED, found.get().runs() - 1);
    Path file = Files.writeString(folder.resolve("found.yaml"), small.yaml());
    if (!rule.contains("Exception")) {
      assertThat(failures(hunt.classes(), file))
          .as(small.yaml())
          .anyMatch(each -> each.startsWith(rule));
    }
    assertThat(failures(getClass().getClassLoader(), file)).as(small.yaml()).isEmpty();
  }

  @Test
  void faultIsNotDocumented() {
    List<Fault> all = Fault.all(REPOSITORY);
    assertThat(all).hasSizeGreaterThanOrEqualTo(FEWEST);
    String docs = Golden.read(Golden.repository("docs/fuzzing.md"));
    assertThat(all).allSatisfy(fault -> assertThat(docs).contains("| `" + fault.name() + "`"));
  }

  @SuppressWarnings("unchecked") // FailuresOfRun is one, by whomever it was loaded.
  private static List<String> failures(ClassLoader loader, Path file)
      throws ReflectiveOperationException {
    Function<Path, List<String>> failuresOf =
        (Function<Path, List<String>>)
            loader.loadClass(FailuresOfRun.class.getName()).getDeclaredConstructor().newInstance();
    return failuresOf.apply(file);
  }
}
