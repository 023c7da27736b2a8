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
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.sim.scenario.Golden;
import org.junit.jupiter.api.Test;

/** What the README shows is what the commands print. */
final class ReadmeTest {

  private static final Path README = Golden.repository("README.md");

  @Test
  void theTourShowsWhatARunPrints() {
    assertShows("ten seconds:\n\n```\n", output("run", ExitStatus.FINE));
  }

  @Test
  void theTourShowsWhatFailsWithoutBorrowing() {
    String output = output("run", ExitStatus.CHECK_FAILED, "--set", "policy.borrowing=false");
    assertShows(
        "oversubscribed.yaml --set policy.borrowing=false\n",
        output.substring(0, output.indexOf("\nquiet ") + 1));
  }

  @Test
  void theTourTellsWhyATaskWaited() {
    assertShows("--task server\n", output("explain", ExitStatus.FINE, "--task", "server"));
  }

  @Test
  void theTourTellsWhereTwoRunsPart() {
    String text = output("diff", ExitStatus.CHECK_FAILED, "--set-b", "policy.reclaim=false");
    String firstLines = text.substring(text.indexOf("equal"), text.indexOf("\nA  ") + 1);

    assertShows("with policy.reclaim=false\n", firstLines);
  }

  @Test
  void theTourComparesPolicies() {
    String text =
        output(
            "compare", ExitStatus.FINE, "--policy", "off=policy.borrowing=false", "--seeds", "5");

    assertShows("--seeds 5\n", text.substring(0, text.indexOf("\nbatch\n") + 1));
  }

  /**
   * The README has {@code printed} after {@code intro}, up to the end of the block or an ellipsis;
   * the wall time apart.
   */
  private static void assertShows(String intro, String printed) {
    String readme = Golden.read(README);
    if (!withoutWallTime(readme).contains(intro + withoutWallTime(printed))) {
      Pattern shown = Pattern.compile(Pattern.quote(intro) + "(?s:.*?)(?=```|…\n|repeat with)");
      Golden.check(
          README, shown.matcher(readme).replaceFirst(Matcher.quoteReplacement(intro + printed)));
    }
  }

  private static String output(String command, int expectedStatus, String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintWriter(new StringWriter()),
            false,
            false);
    String[] args = new String[options.length + 2];
    args[0] = command;
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
