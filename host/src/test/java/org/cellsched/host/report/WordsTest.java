package org.cellsched.host.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The words that a report explains are those of the glossary. With {@code -Dcellsched.update=true}
 * they are taken from there anew.
 */
final class WordsTest {

  private static final List<String> WORDS =
      List.of(
          "cell",
          "root cell",
          "borrow, lend",
          "demand",
          "digest",
          "expectation",
          "harm, hurt",
          "LLC",
          "percentile",
          "plan",
          "cause",
          "lifecycle",
          "reclaim",
          "slice",
          "turn",
          "utilisation",
          "violation",
          "wait");

  private static final Path RESOURCE =
      Path.of("src/main/resources/org/cellsched/host/report/words.js");
  private static final Path GLOSSARY = Path.of("../docs/glossary.md");

  @Test
  void theReportsWordsAreNotThoseOfTheGlossary() throws IOException {
    String script = script(Files.readString(GLOSSARY));
    if (Boolean.getBoolean("cellsched.update")) {
      Files.writeString(RESOURCE, script);
    }

    assertThat(Files.readString(RESOURCE)).isEqualTo(script);
  }

  private static String script(String glossary) {
    StringBuilder script =
        new StringBuilder(
            "// Made by WordsTest from docs/glossary.md: see CONTRIBUTING.md.\n\n"
                + "const WORDS = [\n");
    for (String word : WORDS) {
      Matcher entry =
          Pattern.compile("(?m)^\\| \\*\\*" + word + "\\*\\*[^|]*\\| (.*) \\|$").matcher(glossary);
      assertThat(entry.find()).as("entry of " + word).isTrue();
      script.append("  [%s, %s],\n".formatted(quoted(word), quoted(plain(entry.group(1)))));
    }
    return script.append("];\n").toString();
  }

  /** Without the marks of Markdown. */
  private static String plain(String markdown) {
    return markdown.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").replaceAll("[`*]", "");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
