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
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ExplainCommandTest {

  /** One CPU of its own for batch: each spinner waits while the other has its slice. */
  private static final String SCENARIO =
      """
      scenario: turns
      duration: 1s
      machine: {coresPerLlc: 3}
      cells: {batch: {cpuset: "1"}, web: {cpuset: "2"}}
      tasks:
        - {name: crunch, cell: batch, count: 2, behaviour: spin}
        - {name: alone, cell: web, behaviour: {periodic: {run: 1ms, every: 50ms}}}
      events:
        - {at: 500ms, takeCpus: {cpus: "1", for: 30ms}}
      """;

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private String scenario = "";

  @BeforeEach
  void writeScenario() throws IOException {
    scenario = Files.writeString(folder.resolve("it.yaml"), SCENARIO).toString();
  }

  private int explain(String... options) {
    Console console =
        new Console(new ByteArrayInputStream(new byte[0]), out, new PrintWriter(err), false, false);
    String[] args = new String[options.length + 2];
    args[0] = "explain";
    args[1] = scenario;
    System.arraycopy(options, 0, args, 2, options.length);
    return Main.run(console, args);
  }

  private String stdout() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void waitAtATimeIsNotTheOneTold() {
    assertThat(explain("--task", "crunch", "--at", "100ms")).isZero();

    assertThat(stdout())
        .startsWith("turns: crunch/")
        .contains(" of batch waited 24.0 ms, from 0.")
        .containsPattern("loses CPU 1: its slice is used up")
        .containsPattern(
            "CPU 1 is free: the slice of crunch/[01] is"
                + " used\\s+up;\\s+meanwhile\\s+it\\s+ran\\s+crunch/[01]\\s+of\\s+batch\\s+for\\s+\\d")
        .containsPattern("CPU 1 switches to it: next in line by virtual time\n");
  }

  @Test
  void higherClassIsNotBlamed() throws IOException {
    Path document = folder.resolve("why.json");
    assertThat(explain("--task", "crunch", "--json", document.toString())).isZero();

    JsonNode time =
        JsonMapper.shared()
            .readTree(document.toFile())
            .get("explained")
            .get("waited")
            .get("cpuTime");
    assertThat(time.get("higherClassNs").asLong()).isEqualTo(30_000_000);
  }

  @Test
  void unknownTaskIsRun() {
    assertThat(explain("--task", "crunsh")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(explain("--task", "crunch/2")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(explain("--task", "crunch", "--at", "2s")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString())
        .contains("no task or group is called \"crunsh\"; expected one of crunch, alone")
        .contains("; did you mean `crunch`?")
        .contains("no task `crunch/2` started in this run")
        .contains("`--at` is \"2s\"; expected a time from 0s to 1s");
    assertThat(stdout()).isEmpty();
  }

  @Test
  void waitThatNeverEndedIsForgotten() throws IOException {
    scenario =
        Files.writeString(
                folder.resolve("taken.yaml"),
                SCENARIO.replace("{cpus: \"1\", for: 30ms}", "{cpus: \"1\", for: 600ms}"))
            .toString();

    assertThat(explain("--task", "crunch")).isZero();
    assertThat(stdout())
        .contains("and still waits")
        .contains("still waits at the end of the run")
        .containsPattern("(?m)^all +[0-9.]+[a-z]+ +0 +[0-9.]+us +0 +500ms");
  }
}
