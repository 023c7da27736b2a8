package org.cellsched.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ObjectFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/scenarios.md says what the reader does. */
class ScenarioDocsTest {

  private static final Path DOCS = Golden.repository("docs/scenarios.md");

  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

  /** Complete scenarios: what people copy must work. */
  static List<String> examples() {
    List<String> examples = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(Golden.read(DOCS));
    while (matcher.find()) {
      examples.add(String.valueOf(matcher.group(1)));
    }
    return examples;
  }

  @Test
  void tablesAreCurrent() {
    String text = Golden.read(DOCS);
    String updated = Golden.withSection(text, "keys", ReferenceTables.keys());
    updated = Golden.withSection(updated, "metrics", ReferenceTables.metrics());

    Golden.check(DOCS, updated);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesAreValid(String example) throws ScenarioException {
    assertThat(ScenarioReader.parse(example, "docs/scenarios.md", List.of())).isNotNull();
  }

  @Test
  void everyKeyIsInAnExample() {
    String examples = String.join("\n", examples());
    List<String> missing = new ArrayList<>();
    for (ObjectFormat<?> format : ScenarioFormat.ALL) {
      for (Key<?> key : format.keys()) {
        if (!Pattern.compile("\\b" + key.name() + ":").matcher(examples).find()) {
          missing.add(format.name() + "." + key.name());
        }
      }
    }

    assertThat(missing).isEmpty();
  }
}
