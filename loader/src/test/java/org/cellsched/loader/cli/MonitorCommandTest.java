package org.cellsched.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Program;
import org.cellsched.host.table.Screen;
import org.cellsched.loader.stats.Snapshots;
import org.cellsched.loader.stats.StatisticsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MonitorCommandTest {

  @TempDir private Path root;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  private int monitor(String... arguments) {
    return monitor(Screen.PLAIN, arguments);
  }

  private int monitor(Screen screen, String... arguments) {
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintWriter(err, true),
            true,
            screen,
            screen);
    return new Program("monitor", console)
        .run(() -> new CommandLine(new MonitorCommand(console, root)), arguments);
  }

  private StatisticsServer server() throws Exception {
    return StatisticsServer.listen(root.resolve(StatisticsOptions.DEFAULT_SOCKET));
  }

  @Test
  void tableDoesNotShowTheCells() throws Exception {
    try (StatisticsServer server = server()) {
      server.publish(Snapshots.of("web"));
      assertThat(monitor("--count", "2", "--interval", "10ms")).isEqualTo(ExitStatus.FINE);
    }
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    assertThat(text.lines().filter(line -> line.startsWith("web "))).hasSize(2);
    assertThat(text)
        .containsPattern("cell +CPUs +util +demand +borrow +lent +p50 +p99 +max")
        .containsPattern("web +4 +125% +4\\.50 +1\\.00s +5ns +1\\.02us +2\\.05us +4\\.10us")
        .containsPattern("root +0 +- +0\\.00")
        .contains(
            "last plan     moved 2 waiting tasks in 1.50 ms",
            "no CPUs       /w/poor",
            "last warning  careful");
  }

  @Test
  void looksScrollATerminal() throws Exception {
    Screen terminal = new Screen.Fixed(true, false, new Screen.Size(60, 40));
    try (StatisticsServer server = server()) {
      server.publish(Snapshots.of("web"));
      assertThat(monitor(terminal, "--count", "3", "--interval", "10ms"))
          .isEqualTo(ExitStatus.FINE);
    }
    String text = out.toString(StandardCharsets.UTF_8);
    String lastLook = text.substring(text.lastIndexOf("A\033[2K"));

    assertThat(text.split("\033\\[\\d+A", -1)).as("looks in the place of others").hasSize(3);
    assertThat(text).startsWith("\033[?25l").endsWith("\033[J\033[?25h");
    assertThat(lastLook).contains("web ").doesNotContain(" max");
    assertThat(lastLook.lines()).allMatch(line -> line.replaceAll("\033\\[2K", "").length() <= 61);
  }

  @Test
  void jsonIsNotOneLineForEachLook() throws Exception {
    try (StatisticsServer server = server()) {
      server.publish(Snapshots.of("web"));
      assertThat(monitor("--count", "2", "--interval", "10ms", "--json"))
          .isEqualTo(ExitStatus.FINE);
    }
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"scheduler\":\"cellsched 1\""));
  }

  @Test
  void loaderThatIsNotThereIsAwaited() {
    assertThat(monitor()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("var/run/scx/root/stats: no loader listens there");
  }
}
