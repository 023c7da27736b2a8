package org.cellsched.sim.scenario;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellsched.host.yaml.Node;
import org.cellsched.host.yaml.Problems;
import org.cellsched.host.yaml.SchemaDefinitions;
import org.cellsched.host.yaml.Setting;
import org.cellsched.host.yaml.YamlTree;
import org.jspecify.annotations.Nullable;

/**
 * Reads scenarios; see docs/scenarios.md for how they are written. Whatever the file holds, the
 * answer is a scenario that is consistent, or complaints with their places.
 */
public final class ScenarioReader {

  private ScenarioReader() {}

  /**
   * The scenario in this file, with the settings put in.
   *
   * <p>Where a setting changes {@code duration}, events and expectations may lie beyond the end: a
   * run that was shortened does not reach them.
   */
  public static Scenario read(Path file, List<Setting> settings) throws ScenarioException {
    Problems problems = new Problems();
    return finish(YamlTree.read(file, problems), settings, problems);
  }

  /** The scenario in this text, which messages call {@code source}. */
  public static Scenario parse(String text, String source, List<Setting> settings)
      throws ScenarioException {
    Problems problems = new Problems();
    return finish(YamlTree.parse(text, source, problems), settings, problems);
  }

  private static Scenario finish(@Nullable Node written, List<Setting> settings, Problems problems)
      throws ScenarioException {
    Node node = written;
    if (node != null) {
      for (Setting setting : settings) {
        node = setting.applyTo(node, problems);
      }
      ScenarioDraft draft = ScenarioFormat.SCENARIO.read(node, problems);
      if (draft != null) {
        boolean shortened = settings.stream().anyMatch(each -> each.concerns("duration"));
        List<Expectation> expectations =
            new ScenarioChecks(draft, shortened, problems).checkAndParseExpectations();
        if (problems.isEmpty()) {
          return draft.complete(expectations);
        }
      }
    }
    throw new ScenarioException(problems);
  }

  /** The JSON Schema (draft 2020-12) of scenarios, as nested maps and lists. */
  public static SequencedMap<String, Object> schema() {
    SchemaDefinitions definitions = new SchemaDefinitions();
    LinkedHashMap<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "A scenario of the cellsched simulator");
    schema.putAll(ScenarioFormat.SCENARIO.schema(definitions));
    schema.put("$defs", definitions.all());
    return schema;
  }
}
