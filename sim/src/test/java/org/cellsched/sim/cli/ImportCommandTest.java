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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

  private static final String WORKLOAD =
      """
      {"global": {"duration": 1, "frag": 1},
       "tasks": {"t": {"run": 1000, "sleep": 9000}}}
      """;

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    Console console =
        new Console(new ByteArrayInputStream(new byte[0]), out, new PrintWriter(err), false, false);
    return Main.run(console, args);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void whatIsImportedCannotBeRun() throws IOException {
    String workload = file("w.json", WORKLOAD);
    String scenario = folder.resolve("w.yaml").toString();

    assertThat(run("import", "rt-app", workload, "-o", scenario)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString())
        .isEqualTo(workload + ":1:28: `frag` is left out: rt-app 1.0 does not know it\n");

    assertThat(run("run", scenario)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("8 CPUs, 1.00 s").contains("100ms");
  }

  @Test
  void scenarioOnStandardOutputIsMixedWithNotes() throws IOException {
    assertThat(run("import", "rt-app", file("w.json", WORKLOAD), "--cpus", "3")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("# Made by")
        .contains("coresPerLlc: 3")
        .endsWith("sleep: 9ms\n");
  }

  @Test
  void brokenWorkloadCostsAnOldScenario() throws IOException {
    String scenario = file("old.yaml", "precious");
    String workload = file("w.json", WORKLOAD.replace("1000", "soon").replace("9000", "-1"));

    assertThat(run("import", "rt-app", workload, "-o", scenario)).isEqualTo(ExitStatus.BAD_INPUT);

    assertThat(Files.readString(Path.of(scenario))).isEqualTo("precious");
    assertThat(out.size()).isZero();
    assertThat(err.toString())
        .contains("w.json:2:25: \"soon\" is no value")
        .doesNotContain("\tat ");
  }

  @Test
  void missingKindFileOrCpusIsAnInternalError() throws IOException {
    assertThat(run("import")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(run("import", "rt-app")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(run("import", "rt-app", folder.resolve("no.json").toString()))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(run("import", "rt-app", file("w.json", WORKLOAD), "--cpus", "5000"))
        .isEqualTo(ExitStatus.BAD_INPUT);

    assertThat(err.toString())
        .contains("the kind of the file is missing")
        .contains("no.json: no such file")
        .contains("--cpus is 5000; expected 1 to 4096");
  }
}
