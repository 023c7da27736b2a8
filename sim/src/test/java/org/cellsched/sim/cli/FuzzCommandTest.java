package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.sim.scenario.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FuzzCommandTest {

  @TempDir private Path folder;

  private static String lastLine(CommandRun run) {
    List<String> lines = run.out().lines().toList();
    return lines.getLast();
  }

  @Test
  void digestDependsOnTheNumberOfJobs() {
    CommandRun one = CommandRun.of("fuzz", "--runs", "60", "--seed", "3", "--jobs", "1");
    CommandRun three = CommandRun.of("fuzz", "--runs", "60", "--seed", "3", "--jobs", "3");

    assertThat(one.status()).as(one.out() + one.err()).isEqualTo(ExitStatus.FINE);
    assertThat(lastLine(one)).matches("digest [0-9a-f]{32}").isEqualTo(lastLine(three));
    assertThat(one.out()).startsWith("60 runs").contains("events", ", 0 failed");
  }

  @Test
  void otherSeedIsTheSame() {
    CommandRun one = CommandRun.of("fuzz", "--runs", "5", "--seed", "1");
    CommandRun other = CommandRun.of("fuzz", "--runs", "5", "--seed", "2");

    assertThat(lastLine(one)).isNotEqualTo(lastLine(other));
  }

  @Test
  void shownScenarioCannotBeRun() throws Exception {
    CommandRun shown = CommandRun.of("fuzz", "--seed", "9", "--profile", "churn", "--show", "4");
    Path file = Files.writeString(folder.resolve("shown.yaml"), shown.out());

    CommandRun run = CommandRun.of("run", file.toString());

    assertThat(shown.status()).isEqualTo(ExitStatus.FINE);
    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(ExitStatus.FINE);
  }

  @Test
  void variationsDependOnTheNumberOfJobs() {
    String near = Golden.repository("scenarios/regression").toString();
    CommandRun one = CommandRun.of("fuzz", "--near", near, "--runs", "40", "--jobs", "1");
    CommandRun two = CommandRun.of("fuzz", "--near", near, "--runs", "40", "--jobs", "2");

    assertThat(one.status()).as(one.out() + one.err()).isEqualTo(ExitStatus.FINE);
    assertThat(lastLine(one)).matches("digest [0-9a-f]{32}").isEqualTo(lastLine(two));
  }

  @Test
  void scenarioThatIsNoneIsVaried() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "scenario: bad\nduration: 1\n");

    CommandRun damaged = CommandRun.of("fuzz", "--near", bad.toString());
    CommandRun missing = CommandRun.of("fuzz", "--near", folder.resolve("none").toString());
    CommandRun both = CommandRun.of("fuzz", "--near", bad.toString(), "--profile", "churn");

    assertThat(damaged.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(damaged.err()).contains("bad.yaml:2:11: ").doesNotContain("\tat ");
    assertThat(missing.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(missing.err()).contains("none").doesNotContain("\tat ");
    assertThat(both.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(both.err()).contains("not both");
  }

  @Test
  void timeDoesNotEndIt() {
    CommandRun run = CommandRun.of("fuzz", "--time", "1ms", "--jobs", "1");

    assertThat(run.status()).isEqualTo(ExitStatus.FINE);
    assertThat(run.out()).contains(" runs (");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --runs    | 0      | --runs is 0; it must be 1 to
          --jobs    | 0      | --jobs is 0; it must be 1 to
          --show    | -1     | --show is -1; it must be 0 to
          --time    | 5      | the unit is missing
          --profile | churny | there is no profile "churny"; the profiles are
          """)
  void badOptionIsTaken(String option, String value, String complaint) {
    CommandRun run = CommandRun.of("fuzz", option, value);

    assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(run.err()).contains(complaint).doesNotContain("\tat ");
  }
}
