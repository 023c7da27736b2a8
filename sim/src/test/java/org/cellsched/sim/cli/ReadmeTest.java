package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellsched.sim.scenario.Golden;
import org.junit.jupiter.api.Test;

/** What the README shows is what the commands print. */
final class ReadmeTest {

  private static final Path README = Golden.repository("README.md");

  @Test
  void theTourShowsWhatARunPrints() {
    assertShows("", output(ExitStatus.FINE));
  }

  @Test
  void theTourShowsWhatFailsWithoutBorrowing() {
    String output = output(ExitStatus.CHECK_FAILED, "--set", "policy.borrowing=false");
    String verdict =
        output.substring(output.indexOf("expectations"), output.indexOf("repeat with"));

    assertShows("policy.borrowing=false\n…\n", verdict);
  }

  /**
   * The README has {@code printed}, from its first word to its digest, after {@code intro}; the
   * wall time apart.
   */
  private static void assertShows(String intro, String printed) {
    String readme = Golden.read(README);
    if (!withoutWallTime(readme).contains(intro + withoutWallTime(printed))) {
      String firstWord = printed.substring(0, printed.indexOf(' '));
      Pattern shown =
          Pattern.compile(Pattern.quote(intro + firstWord) + "(?s:.*?)\ndigest[^\n]*\n");
      Golden.check(
          README, shown.matcher(readme).replaceFirst(Matcher.quoteReplacement(intro + printed)));
    }
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
    args[1] = Golden.repository("scenarios/oversubscribed.yaml").toString();
    System.arraycopy(options, 0, args, 2, options.length);

    assertThat(Main.run(console, args)).isEqualTo(expectedStatus);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The only thing that differs from run to run. */
  private static String withoutWallTime(String text) {
    return text.replaceAll("\\((\\d+ events) in [^)]*\\)", "($1)");
  }
}
