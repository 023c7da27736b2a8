package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.junit.jupiter.api.Test;

class ValidateCommandTest {

  private static final String GOOD = "../scenarios/oversubscribed.yaml";
  private static final String BAD = "src/test/resources/malformed/booleans.yaml";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Main.run(
        new Console(InputStream.nullInputStream(), out, new PrintWriter(err), false, false), args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void validScenarioIsSummedUp() {
    assertThat(run("validate", GOOD)).isEqualTo(ExitStatus.FINE);
    assertThat(out())
        .isEqualTo(GOOD + ": ok (30s, 16 CPUs, 3 cells, 37 tasks, 3 events, 5 expectations)\n");
    assertThat(err).hasToString("");
  }

  @Test
  void allFilesAreCheckedEvenIfOneIsWrong() {
    assertThat(run("validate", BAD, "no/such.yaml", GOOD)).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(out()).startsWith(GOOD + ": ok");
    assertThat(err.toString())
        .contains(BAD + ":4:21: `borrowing` is \"yes\"; expected true or false; write true\n")
        .endsWith("no/such.yaml: no such file\n");
  }

  @Test
  void settingsArePutIn() {
    assertThat(run("validate", GOOD, "--set", "tasks.crunch.count=1", "--set", "expect=[]"))
        .isEqualTo(ExitStatus.FINE);
    assertThat(out()).contains("14 tasks").contains("0 expectations");
    assertThat(run("validate", GOOD, "--set", "seed")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString()).contains("--set seed: expected path=value");
  }

  @Test
  void schemaIsPrinted() {
    assertThat(run("validate", "--schema")).isEqualTo(ExitStatus.FINE);
    assertThat(out()).startsWith("{").contains("json-schema.org/draft/2020-12");
  }

  @Test
  void nothingToDoIsWrongUsage() {
    assertThat(run("validate")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(run("validate", "--schema", GOOD)).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(out()).isEmpty();
    assertThat(err.toString()).contains("expected FILEs, or --schema alone");
  }
}
