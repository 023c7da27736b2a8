package org.cellsched.sim.defect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The checkers are checked: with a {@link Defect} put into the sources fuzzing finds a scenario
 * that fails, and what it writes fails alone, by the same rule, and only with the defect.
 * docs/fuzzing.md says how many runs each defect takes; here are those that take few.
 */
class FuzzingFindsDefectsTest {

  private static final long SEED = 1;
  private static final long MOST_RUNS = 150;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpusets-leave-root-nothing",
        "empty-mask-is-a-subset",
        "queue-of-a-cell-without-cpus",
        "quiet-interval-is-fatal",
        "clocks-compared-unsigned",
        "idle-cpu-found-task-elsewhere",
        "peek-says-empty",
        "peek-says-non-empty",
        "cpuset-narrows-under-dispatch",
        "owner-waits-behind-a-borrower",
        "cpuset-ahead-of-the-plan",
        "moved-while-queued",
        "plan-with-a-cpu-that-left",
        "task-on-a-taken-cpu"
      })
  void defectIsNotFound(String name) throws Exception {
    Defect defect =
        Defect.all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    ClassLoader defective = new ChangedClasses(defect.changedSources());

    List<String> found = fuzz(defective).apply(SEED, MOST_RUNS);

    assertThat(found).as("seed %d, %d runs", SEED, MOST_RUNS).isNotEmpty();
    String rule = found.get(1);
    Path file = Files.writeString(folder.resolve("found.yaml"), found.get(2));
    if (!rule.contains("Exception")) {
      assertThat(failures(defective, file))
          .as(found.get(2))
          .anyMatch(each -> each.startsWith(rule));
    }
    assertThat(failures(getClass().getClassLoader(), file)).as(found.get(2)).isEmpty();
  }

  @SuppressWarnings("unchecked") // FuzzUntilFound is one, by whomever it was loaded.
  private static BiFunction<Long, Long, List<String>> fuzz(ClassLoader loader)
      throws ReflectiveOperationException {
    return (BiFunction<Long, Long, List<String>>)
        loader.loadClass(FuzzUntilFound.class.getName()).getDeclaredConstructor().newInstance();
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
