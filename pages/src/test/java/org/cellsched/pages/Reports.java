package org.cellsched.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.cli.Console;
import org.cellsched.sim.cli.Main;

/** Makes reports as people do: with {@code sim run --report}. */
final class Reports {

  private Reports() {}

  /** The project's folder. */
  static Path home() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("scenarios"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** Runs a scenario and answers its report. */
  static Path of(Path scenario, Path folder, int status, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("run", scenario.toString(), "--report", folder.toString()));
    arguments.addAll(List.of(options));
    run(status, arguments.toArray(String[]::new));
    return folder.resolve("report.html");
  }

  /** Runs a command of {@code sim}, which must end with this status. */
  static void run(int status, String... arguments) {
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new PrintWriter(err),
            false,
            false);
    assertThat(Main.run(console, arguments))
        .as("%s: %s", List.of(arguments), err)
        .isEqualTo(status);
  }
}
