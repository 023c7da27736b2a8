package org.cellsched.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cellsched.sim.cli.SchemaText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema is current, and agrees with the reader, as judged by a validator of others. */
class ScenarioSchemaTest {

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(SchemaText.get());

  /**
   * Wrong in a way that a schema cannot say: what fits together, what the parser refuses, ranges of
   * times.
   */
  private static final List<String> BEYOND_A_SCHEMA =
      List.of(
          "beyond-the-end.yaml",
          "contradictions.yaml",
          "expectations.yaml",
          "expectations-more.yaml",
          "machine-too-large.yaml",
          "many-mistakes.yaml",
          "order.yaml",
          "references.yaml",
          "too-many.yaml");

  static List<Path> library() throws IOException {
    try (Stream<Path> files = Files.walk(Golden.repository("scenarios"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  static List<Path> malformed() throws IOException {
    return MalformedScenariosTest.files().stream()
        .filter(file -> !BEYOND_A_SCHEMA.contains(file.getFileName().toString()))
        .toList();
  }

  @Test
  void docsHaveTheCurrentSchema() {
    Golden.check(Golden.repository("docs/scenario.schema.json"), SchemaText.get() + "\n");
  }

  @ParameterizedTest
  @MethodSource("library")
  void libraryIsValidForReaderAndSchema(Path file) throws Exception {
    assertThat(ScenarioReader.read(file, List.of())).isNotNull();
    assertThat(SCHEMA.validate(json(Files.readString(file)))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedFilesAreNot(Path file) throws IOException {
    JsonNode json;
    try {
      json = json(Files.readString(file));
    } catch (YamlEngineException | IOException e) {
      return; // not even YAML
    }
    assertThat(SCHEMA.validate(json)).isNotEmpty();
  }

  private static JsonNode json(String yaml) {
    Object value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return JsonMapper.builder().build().valueToTree(value);
  }
}
