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
import org.junit.jupiter.api.Test;

/** What the README shows is what the commands print. */
final class ReadmeTest {

  private static final Path ROOT = Path.of("..");

  @Test
  void theTourShowsWhatARunPrints() throws IOException {
    assertThat(withoutWallTime(Files.readString(ROOT.resolve("README.md"))))
        .contains(withoutWallTime(output(ExitStatus.FINE)));
  }

  @Test
  void theTourShowsWhatFailsWithoutBorrowing() throws IOException {
    String output = output(ExitStatus.CHECK_FAILED, "--set", "policy.borrowing=false");
    String verdict =
        output.substring(output.indexOf("expectations"), output.indexOf("repeat with"));

    assertThat(withoutWallTime(Files.readString(ROOT.resolve("README.md"))))
        .contains(withoutWallTime(verdict));
  }

  private static String output(int expectedStatus, String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintWriter(new StringWriter()),
            false,
            false);
    String[] args = new String[options.length + 2];
    args[0] = "run";
    args[1] = ROOT.resolve("scenarios/oversubscribed.yaml").toString();
    System.arraycopy(options, 0, args, 2, options.length);

    assertThat(Main.run(console, args)).isEqualTo(expectedStatus);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The only thing that differs from run to run. */
  private static String withoutWallTime(String text) {
    return text.replaceAll("\\((\\d+ events) in [^)]*\\)", "($1)");
  }
}
