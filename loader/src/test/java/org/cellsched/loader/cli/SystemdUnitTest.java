package org.cellsched.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.host.cli.ExitStatus;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The service unit against what the loader does. */
class SystemdUnitTest {

  private static List<String> unit() throws IOException {
    return Files.readAllLines(Path.of("systemd/cellsched.service"));
  }

  @Test
  void serviceStartsWhereItCannotRunOrUndoesAnOperatorsWish() throws IOException {
    assertThat(unit())
        .contains("ConditionPathIsDirectory=/sys/kernel/sched_ext", "Restart=on-failure")
        .contains("RestartPreventExitStatus=" + ExitStatus.BAD_INPUT)
        .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute="))
        .noneMatch(line -> line.startsWith("ProtectControlGroups="));
  }

  @Test
  void foldersAreNotThoseOfTheDefaults() throws IOException {
    assertThat(unit())
        .contains("RuntimeDirectory=cellsched scx/root", "RuntimeDirectoryPreserve=yes");
    assertThat(StatisticsOptions.DEFAULT_SOCKET).isEqualTo("var/run/scx/root/stats");
  }

  @Test
  void commandLineHasUnknownOptions() throws IOException {
    String start =
        unit().stream().filter(line -> line.startsWith("ExecStart=")).findFirst().orElseThrow();
    assertThat(start).startsWith("ExecStart=/opt/cellsched/bin/loader run ");
    CommandLine run = new CommandLine(new RunCommand(null, Path.of("/"), null)); // nothing is run
    List.of(start.split(" ", -1)).stream()
        .filter(word -> word.startsWith("--"))
        .forEach(option -> assertThat(run.getCommandSpec().findOption(option)).isNotNull());
  }
}
