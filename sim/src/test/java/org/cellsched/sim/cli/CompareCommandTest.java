package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.table.Screen;
import org.cellsched.sim.scenario.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CompareCommandTest {

  private static final String SCENARIO =
      """
      scenario: tiny
      duration: 500ms
      machine: {llcs: 2, coresPerLlc: 2}
      policy: {borrowing: true}
      cells: {web: {cpuset: 0-1}, batch: {}}
      tasks:
        - name: server
          cell: web
          count: 4
          behaviour: {serve: {arrivals: {poisson: {perSecond: 900}}, service: 1ms}}
        - {name: crunch, cell: batch, count: 3, behaviour: spin}
      """;

  @TempDir private Path folder;

  private Path scenario() throws IOException {
    return Files.writeString(folder.resolve("tiny.yaml"), SCENARIO);
  }

  private CommandRun compare(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("compare", scenario().toString()));
    arguments.addAll(List.of(options));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  /** Without the one value that is not reproducible. */
  private static JsonNode document(CommandRun run) {
    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.FINE);
    ObjectNode document = (ObjectNode) JsonMapper.shared().readTree(run.out());
    document.remove("wallNs");
    return document;
  }

  @Test
  void numberOfJobsChangesTheResult() throws IOException {
    String[] options = {"--policy", "off=policy.borrowing=false", "--seeds", "6", "--json", "-"};
    List<String> one = new ArrayList<>(List.of(options));
    one.addAll(List.of("--jobs", "1"));
    List<String> three = new ArrayList<>(List.of(options));
    three.addAll(List.of("--jobs", "3"));

    JsonNode document = document(compare(one.toArray(String[]::new)));

    assertThat(document(compare(three.toArray(String[]::new)))).isEqualTo(document);
    assertThat(document.get("scenarios").get(0).get("runs").get(1).get("runs")).hasSize(6);
  }

  @Test
  void runIsNotTheOneThatItsCommandRepeats() throws IOException {
    JsonNode policy =
        document(compare("--policy", "off=policy.borrowing=false", "--seeds", "2", "--json", "-"))
            .at("/scenarios/0/runs/1");
    String command = policy.get("runCommand").asString();
    assertThat(command).startsWith("bin/sim run ").endsWith(" --seed");

    List<String> arguments =
        new ArrayList<>(List.of(command.substring("bin/sim ".length()).split(" ")));
    arguments.addAll(List.of(policy.at("/runs/1/seed").asString(), "--json", "-"));
    CommandRun again = CommandRun.of(arguments.toArray(String[]::new));

    assertThat(JsonMapper.shared().readTree(again.out()).get("digest"))
        .isEqualTo(policy.at("/runs/1/digest"));
  }

  @Test
  void repeatCommandMakesAnotherComparison() throws IOException {
    JsonNode document =
        document(
            compare(
                "--policy",
                "both=fair,fair.slice=5ms",
                "--policy",
                "cells",
                "--set",
                "duration=200ms",
                "--seeds",
                "4-6",
                "--json",
                "-"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                document
                    .get("repeatCommand")
                    .asString()
                    .substring("bin/sim ".length())
                    .split(" ")));
    arguments.addAll(List.of("--json", "-"));

    assertThat(document(CommandRun.of(arguments.toArray(String[]::new)))).isEqualTo(document);
  }

  @Test
  void policyDiffersFromItself() throws IOException {
    JsonNode document =
        document(compare("--policy", "a=", "--policy", "b=", "--seeds", "3", "--json", "-"));

    int compared = 0;
    for (JsonNode subject : document.at("/scenarios/0/subjects")) {
      for (JsonNode measure : subject.get("measures")) {
        assertThat(measure.at("/policies/1/difference/pValue").asDouble())
            .as("%s of %s", measure.get("name"), subject.get("name"))
            .isEqualTo(1);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  @Test
  void tableCannotBeRead() throws IOException {
    CommandRun run = compare("--policy", "off=policy.borrowing=false", "--seeds", "4");

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.FINE);
    Golden.check(golden("table-80.txt"), repeatable(run));
  }

  private static Path golden(String name) {
    return Golden.repository("sim/src/test/resources/compare/" + name);
  }

  /** Without what differs from machine to machine. */
  private String repeatable(CommandRun run) {
    return run.out()
        .replace(folder.toString(), "FOLDER")
        .replaceAll("(?m)in [0-9.]+ m?s here:$", "in TIME here:");
  }

  @Test
  void narrowScreenOverflows() throws IOException {
    CommandRun run = onScreen(40, false);

    assertThat(run.out().lines())
        .filteredOn(line -> line.length() > 40 && !line.contains("bin/sim "))
        .isEmpty();
    Golden.check(golden("table-40.txt"), repeatable(run));
  }

  @Test
  void wideScreenShowsNoMore() throws IOException {
    assertThat(onScreen(120, false).out())
        .containsPattern("request p99 +2\\.32ms +±[0-9]+us +2\\.32ms +±[0-9]+us ");
  }

  @Test
  void coloursChangeTheTable() throws IOException {
    String coloured = repeatable(onScreen(80, true));

    assertThat(coloured).contains("\033[1;31mworse   *\033[0m\n", "\033[32mbetter  **\033[0m");
    assertThat(coloured.replaceAll("\033\\[[0-9;]*m", ""))
        .isEqualTo(Golden.read(golden("table-80.txt")));
  }

  private CommandRun onScreen(int columns, boolean colours) throws IOException {
    return CommandRun.on(
        new Screen.Fixed(true, colours, new Screen.Size(columns, 50)),
        "compare",
        scenario().toString(),
        "--policy",
        "off=policy.borrowing=false",
        "--seeds",
        "4");
  }

  @Test
  void lineIsTooLong() throws IOException {
    CommandRun run =
        compare(
            "--policy",
            "a-policy-with-quite-a-long-name=policy.borrowing=false",
            "--policy",
            "another-with-quite-a-long-name=fair",
            "--seeds",
            "3",
            "--set",
            "scenario=a-scenario-with-a-long-name-that-goes-on-and-on");

    assertThat(run.out().lines())
        .filteredOn(line -> line.length() > 80 && !line.contains("bin/sim "))
        .as("lines that stick out, but for commands to copy")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --seeds  | 1                    | that is 1 seeds; it must be 2 to 1000
          --seeds  | many                 | expected how many, such as 20
          --jobs   | 0                    | --jobs is 0; it must be 1 to
          --policy | 2fast                | a policy's name is letters, digits
          --policy | off                  | says nothing of settings; expected NAME=SETTINGS
          --policy | fiar                 | did you mean `fair`?
          --policy | x=fiar               | did you mean `fair`?
          --policy | x=policy.borowing=no | --policy x: policy.borowing=no
          --policy | x=seed=4             | the seeds are the same for all policies
          --policy | it=                  | two policies are called it
          --set    | duration=never       | --set duration=never
          --json   | /no/such/folder/x    | does not exist
          """)
  void badOptionIsTaken(String option, String value, String complaint) throws IOException {
    CommandRun run = compare("--policy", "it=", "--policy", "cells", option, value);

    assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(run.err()).contains(complaint).doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void scenarioThatCannotGoOnIsNotBlamed() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("bad.yaml"),
            SCENARIO + "events:\n  - {at: 100ms, takeCpus: {cpus: 0-3, for: 50ms}}\n");

    CommandRun run = CommandRun.of("compare", file.toString(), "nowhere.yaml", "--policy", "fair");

    assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(run.err()).contains("nowhere.yaml");
  }

  @Test
  void equalRunsPassForAMeasurement() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("exact.yaml"),
            SCENARIO.replaceAll("(?s)  - name: server.*?service: 1ms\\}\\}\n", ""));

    CommandRun run = CommandRun.of("compare", file.toString(), "--policy", "fair", "--seeds", "3");

    assertThat(run.out()).as(run.err()).contains("All seeds gave equal runs");
    assertThat(compare("--policy", "fair", "--seeds", "3").out()).doesNotContain("equal runs");
  }

  @Test
  void brokenRuleEndsLikeSuccess() throws IOException {
    // A higher class keeps all CPUs for longer than the watchdog lets a task wait.
    Path file =
        Files.writeString(
            folder.resolve("stalled.yaml"),
            SCENARIO.replace("coresPerLlc: 2", "coresPerLlc: 2, watchdog: 100ms")
                + "events:\n  - {at: 100ms, takeCpus: {cpus: 0-3, for: 300ms}}\n");

    CommandRun run = CommandRun.of("compare", file.toString(), "--policy", "cells", "--seeds", "2");

    assertThat(run.status()).isEqualTo(ExitStatus.CHECK_FAILED);
    assertThat(run.out())
        .contains("VIOLATIONS    as-is: in 2 of 2 runs, the first with seed 1")
        .contains("ENDED         cells: the kernel ended the scheduler in 2 of 2 runs");
  }

  @Test
  void interruptLosesWhatThereIs() throws Exception {
    Path json = folder.resolve("partial.json");
    CommandProcess process =
        CommandProcess.start(
            "compare",
            scenario().toString(),
            "--policy",
            "fair",
            "--set",
            "duration=20s",
            "--seeds",
            "1000",
            "--jobs",
            "2",
            "--json",
            json.toString());

    String output = process.interruptedAfter("to go");

    assertThat(process.status()).as(output).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(output.replace('\n', ' '))
        .contains("(PARTIAL: interrupted, ")
        .contains(" of 2000 runs made)");
    JsonNode document = JsonMapper.shared().readTree(json);
    assertThat(document.get("complete").asBoolean()).isFalse();
    // Of either policy: which one's first run ends first is a matter of the machine.
    int made =
        document.at("/scenarios/0/runs/0/runs").size()
            + document.at("/scenarios/0/runs/1/runs").size();
    assertThat(made).isBetween(1, 1999);
    assertThat(output.replace('\n', ' ')).contains("interrupted, " + made + " of 2000 runs made)");
  }
}
