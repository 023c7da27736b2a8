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

final class DiffCommandTest {

  private static final String SCENARIO =
      """
      scenario: late
      duration: 3s
      machine: {coresPerLlc: 4}
      policy: {borrowing: true, rootMinCpus: 1}
      cells: {web: {}, batch: {}}
      tasks:
        - {name: ticker, cell: web, behaviour: {periodic: {run: 1ms, every: 10ms}}}
      events:
        - {at: 1250ms, start: {name: crunch, cell: batch, count: 4, behaviour: spin}}
      """;

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private String scenario = "";

  @BeforeEach
  void writeScenario() throws IOException {
    scenario = Files.writeString(folder.resolve("it.yaml"), SCENARIO).toString();
  }

  private int sim(String... args) {
    Console console =
        new Console(new ByteArrayInputStream(new byte[0]), out, new PrintWriter(err), false, false);
    return Main.run(console, args);
  }

  private String stdout() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void equalRunsAreToldApart() {
    assertThat(sim("diff", scenario, scenario)).isEqualTo(ExitStatus.FINE);
    assertThat(stdout()).contains("equal         digest 1:");
  }

  @Test
  void firstDifferenceIsOverlooked() {
    assertThat(sim("diff", scenario, "--set-b", "events.0.start.count=3"))
        .isEqualTo(ExitStatus.CHECK_FAILED);

    assertThat(stdout())
        .contains("equal         up to 1.200000000 s\n")
        .contains("different     before 1.300000000 s\n")
        .contains("A    1.250000000 s  crunch/3 wakes\n")
        .contains("B    1.250000000 s  ticker/0 wakes\n");
  }

  @Test
  void differenceInThePlanLooksLikeOneOfTheCpus() {
    assertThat(sim("diff", scenario, "--set-b", "policy.borrowing=false"))
        .isEqualTo(ExitStatus.CHECK_FAILED);

    assertThat(stdout())
        .contains(
            "A    0.000000000 s  plan 1 comes into force: root 0-1 (may borrow 2-3), batch 2\n")
        .contains("B    0.000000000 s  plan 1 comes into force: root 0-1, batch 2, web 3\n")
        .contains("CPUs and tasks do the same in that time");
  }

  @Test
  void stateIsNotThatOfTheFirstDifference() {
    sim("diff", scenario, "--set-b", "events.0.start.count=3");

    assertThat(stdout())
        .contains("The CPUs at that moment; * where they differ")
        .contains("The cells of A at that moment\n")
        .containsPattern("batch: CPUs [^;]+; 4 wait: crunch/0, crunch/1, crunch/2, crunch/3\n");
  }

  @Test
  void documentOfARunIsNoSide() throws IOException {
    String document = folder.resolve("run.json").toString();
    assertThat(sim("run", scenario, "--json", document)).isEqualTo(ExitStatus.FINE);
    out.reset();

    assertThat(sim("diff", document, scenario)).isEqualTo(ExitStatus.FINE);
    assertThat(sim("diff", document, scenario, "--set-b", "seed=7")).isEqualTo(ExitStatus.FINE);
    assertThat(sim("diff", document, scenario, "--set-b", "events.0.start.count=3"))
        .isEqualTo(ExitStatus.CHECK_FAILED);
    assertThat(stdout()).contains("What B did in it: ").contains("equal         up to 1.2");
  }

  @Test
  void shorterRunCountsAsEqual() {
    assertThat(sim("diff", scenario, "--set-b", "duration=2s")).isEqualTo(ExitStatus.CHECK_FAILED);
    assertThat(stdout()).contains("equal         up to 2.000000000 s");
  }

  @Test
  void badSideEndsInAStackTrace() throws IOException {
    String broken = Files.writeString(folder.resolve("broken.json"), "{\"digest\": 1").toString();
    String foreign = Files.writeString(folder.resolve("foreign.json"), "{}").toString();

    assertThat(sim("diff", scenario, broken)).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(sim("diff", foreign, scenario)).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(sim("diff", scenario, folder.resolve("none.yaml").toString()))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(sim("diff", foreign, scenario, "--set", "seed=2")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString())
        .contains("broken.json is not the document of a run")
        .contains("foreign.json is not the document of a run")
        .contains("none.yaml")
        .contains("`seed=2` comes too late for it")
        .doesNotContain("\tat ");
    assertThat(stdout()).isEmpty();
  }
}
