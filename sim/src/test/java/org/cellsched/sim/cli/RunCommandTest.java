package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class RunCommandTest {

  private static final String SMALL =
      """
      scenario: small
      duration: 1s
      machine: {coresPerLlc: 4}
      cells: {web: {}}
      tasks: [{name: crunch, cell: web, count: 2, behaviour: spin}]
      expect: [web.cpuTime > 1.9s]
      """;

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  private int run(String scenario, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("it.yaml"), scenario);
    List<String> args = new ArrayList<>(List.of("run", file.toString()));
    args.addAll(List.of(options));
    Console console =
        new Console(new ByteArrayInputStream(new byte[0]), out, new PrintWriter(err), false, false);
    return Main.run(console, args.toArray(String[]::new));
  }

  private String stdout() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void textIsMixedIntoTheDocumentOnStandardOutput() throws IOException {
    assertThat(run(SMALL, "--json", "-")).isZero();

    JsonNode document = JsonMapper.shared().readTree(stdout());
    assertThat(document.get("scenario").asString()).isEqualTo("small");
    assertThat(document.get("seed").isString()).isTrue();
    assertThat(document.get("simulatedNs").asLong()).isEqualTo(1_000_000_000);
    assertThat(document.get("expectations").get(0).get("passed").asBoolean()).isTrue();
    assertThat(err.toString()).contains("expectations  1 of 1 held");
  }

  @Test
  void documentIsNotWritten() throws IOException {
    Path json = folder.resolve("result.json");

    assertThat(run(SMALL, "--json", json.toString())).isZero();

    assertThat(JsonMapper.shared().readTree(json).get("cells")).hasSize(2);
    assertThat(stdout()).startsWith("OK         small: 1 of 1 expectations held");
    try (var files = Files.list(folder)) {
      assertThat(files).as("no unfinished file is left").hasSize(2);
    }
    Path other = Files.createFile(folder.resolve("other"));
    assertThat(Files.getPosixFilePermissions(json))
        .as("whoever may read other files may read it")
        .isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  void badInputCostsAnOldResultOrPrintsToStandardOutput() throws IOException {
    Path json = Files.writeString(folder.resolve("result.json"), "precious");
    String misspelt = SMALL.replace("cells:", "cels:");

    assertThat(run(misspelt, "--json", json.toString())).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(run(misspelt, "--json", "-")).isEqualTo(ExitStatus.BAD_INPUT);

    assertThat(Files.readString(json)).isEqualTo("precious");
    assertThat(stdout()).isEmpty();
    assertThat(err.toString()).contains("it.yaml:4:1: unknown key").doesNotContain("\tat ");
  }

  @Test
  void documentThatCannotBeWrittenIsFoundOutAfterTheRun() throws IOException {
    String nowhere = folder.resolve("no/such/folder/result.json").toString();

    assertThat(run(SMALL, "--json", nowhere)).isEqualTo(ExitStatus.BAD_INPUT);

    assertThat(stdout()).isEmpty();
    assertThat(err.toString()).contains("cannot write").contains("does not exist");
  }

  @Test
  void failedExpectationLooksLikeSuccess() throws IOException {
    assertThat(run(SMALL, "--set", "tasks.crunch.count=1")).isEqualTo(ExitStatus.CHECK_FAILED);

    assertThat(stdout())
        .contains("FAILED  web.cpuTime > 1.9s")
        .contains("repeat with   bin/sim run ")
        .contains("--set tasks.crunch.count=1");
  }

  @Test
  void optionDoesNotReachTheScenario() throws IOException {
    String[] options = {"--seed", "7", "--duration", "3s", "--scheduler", "global-vtime"};

    assertThat(run(SMALL, options)).isZero();

    assertThat(stdout()).contains("4 CPUs, 3.00 s simulated, scheduler global-vtime, seed 7\n");
  }

  @Test
  void badOptionIsBlamedOnTheFile() throws IOException {
    assertThat(run(SMALL, "--duration", "3 fortnights")).isEqualTo(ExitStatus.BAD_INPUT);

    assertThat(err.toString()).contains("--duration 3 fortnights");
  }

  @Test
  void stallEndsLikeAFailedCheck() throws IOException {
    // A higher class keeps CPU 0 for longer than the watchdog lets its task wait.
    String stalled =
        SMALL.replace("coresPerLlc: 4", "coresPerLlc: 4, watchdog: 100ms")
            + "events:\n  - {at: 100ms, takeCpus: {cpus: 0-3, for: 500ms}}\n";

    assertThat(run(stalled)).isEqualTo(ExitStatus.KERNEL_ENDED_SCHEDULER);

    assertThat(stdout()).contains("runnable task stall: crunch").contains("failed to run for");
  }

  @Test
  void watchedRunIsAnotherOne() throws IOException {
    assertThat(run(SMALL)).isZero();
    String unwatched = withoutWallTime(stdout());
    out.reset();
    assertThat(run(SMALL, "--watch")).isZero();
    String frames = err.toString();

    assertThat(withoutWallTime(stdout())).isEqualTo(unwatched);
    assertThat(frames.lines().filter(line -> line.startsWith("web "))).hasSize(10);
    assertThat(frames)
        .contains("100 ms of 1.00 s, 10 %", "1.00 s of 1.00 s, 100 %", "over the last 100 ms")
        .doesNotContain("\033");
    assertThat(run(SMALL, "--watch", "--speed", "1000")).isZero();
    assertThat(err.toString())
        .as("plain frames are the same in every run")
        .isEqualTo(frames + frames);
  }

  private static String withoutWallTime(String text) {
    return text.replaceAll(" in [0-9.]+ [mu]?s\\)", "");
  }

  @Test
  void framesAreMixedIntoTheDocument() throws IOException {
    assertThat(run(SMALL, "--watch", "--json", "-")).isZero();

    assertThat(JsonMapper.shared().readTree(stdout()).get("scenario").asString())
        .isEqualTo("small");
  }

  @Test
  void badSpeedIsTaken() throws IOException {
    assertThat(run(SMALL, "--speed", "2")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString()).contains("--speed is for --watch");
    for (String bad : List.of("0", "-1", "NaN", "1e9")) {
      assertThat(run(SMALL, "--watch", "--speed", bad)).as(bad).isEqualTo(ExitStatus.BAD_INPUT);
    }
    assertThat(err.toString()).contains("it must be 0.000001 to 1000000").doesNotContain("\tat ");
    assertThat(stdout()).isEmpty();
  }

  @Test
  void interruptLeavesFramesBehindOrNoCursor() throws Exception {
    Path file = Files.writeString(folder.resolve("watched.yaml"), SMALL.replace("1s\n", "70s\n"));
    CommandProcess process =
        CommandProcess.start("run", file.toString(), "--watch", "--speed", "0.5");

    String output = process.interruptedAfter("latencies:");

    assertThat(process.status()).as(output).isEqualTo(ExitStatus.INTERRUPTED);
    int shown = output.indexOf("\033[J\033[?25h");
    assertThat(shown).as(output).isGreaterThan(output.indexOf("\033[?25l"));
    assertThat(output.substring(shown)).contains("PARTIAL").doesNotContain("\033[?25l");
  }

  @Test
  void interruptLosesThePartialResult() throws Exception {
    String busy =
        SMALL.replace("1s\n", "7000s\n").replace("spin", "{runSleep: {run: 10us, sleep: 10us}}");
    Path file = Files.writeString(folder.resolve("long.yaml"), busy);
    Path json = folder.resolve("partial.json");
    CommandProcess process =
        CommandProcess.start("run", file.toString(), "--json", json.toString());

    // The progress line says that the run is under way.
    String output = process.interruptedAfter("simulated");

    assertThat(process.status()).as(output).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(output).contains("PARTIAL");
    assertThat(JsonMapper.shared().readTree(json).get("complete").asBoolean()).isFalse();
  }
}
