package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.sim.scenario.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Journals of simulated hosts, replayed. */
class ReplayCommandTest {

  @TempDir private Path folder;

  private Path journal() {
    return folder.resolve("run.jsonl");
  }

  private CommandRun record(Path scenario, String... more) {
    List<String> arguments =
        Stream.concat(
                Stream.of("run", scenario.toString(), "--journal", journal().toString()),
                Stream.of(more))
            .toList();
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  static Stream<Path> library() throws IOException {
    try (Stream<Path> files = Files.walk(Golden.repository("scenarios"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("library")
  void replayedCoreDecidesDifferently(Path scenario) throws IOException {
    record(scenario, "--duration", "5s");
    boolean hasCells =
        !Files.readString(scenario).matches("(?s).*\nscheduler: (fair|global-vtime).*");
    assertThat(Files.exists(journal())).isEqualTo(hasCells);
    if (hasCells) {
      CommandRun replay = CommandRun.of("replay", journal().toString());
      assertThat(replay.status()).as(replay.out() + replay.err()).isEqualTo(ExitStatus.FINE);
      assertThat(replay.out()).contains("answers       equal").containsPattern("\\d+ plans? over ");
    }
  }

  @Test
  void otherSettingsDecideTheSame() {
    record(Golden.repository("scenarios/oversubscribed.yaml"), "--duration", "5s");

    CommandRun replay = CommandRun.of("replay", journal().toString(), "--set", "borrowing=false");
    assertThat(replay.status()).isEqualTo(ExitStatus.FINE);
    assertThat(replay.out()).contains("answers       different at line", "instead", "recorded");
  }

  @Test
  void differenceIsTakenForSuccess() throws IOException {
    record(Golden.repository("scenarios/oversubscribed.yaml"), "--duration", "5s");
    Files.writeString(
        journal(),
        Files.readString(journal()).replaceFirst("\"cpusMoved\":\\d+", "\"cpusMoved\":77"));

    CommandRun replay = CommandRun.of("replay", journal().toString(), "--json", "-");
    assertThat(replay.status()).isEqualTo(ExitStatus.CHECK_FAILED);
    assertThat(replay.out()).contains("\"equal\" : false", "\"line\" : 2", "cpusMoved=77");
  }

  @Test
  void badInputShowsAStackTrace() throws IOException {
    Files.writeString(journal(), "{\"journal\":1}\n");
    for (CommandRun run :
        List.of(
            CommandRun.of("replay", journal().toString()),
            CommandRun.of("replay", folder.resolve("missing").toString()),
            CommandRun.of("replay", folder.toString()))) {
      assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
      assertThat(run.err()).contains(folder.toString()).doesNotContain("\tat ");
    }
    record(Golden.repository("scenarios/oversubscribed.yaml"), "--duration", "1s");
    CommandRun typo = CommandRun.of("replay", journal().toString(), "--set", "borowing=true");
    assertThat(typo.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(typo.err()).contains("--set borowing=true", "borrowing");
  }
}
