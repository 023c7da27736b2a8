package org.cellsched.host.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A mapping whose keys are names that the author chooses. Entries that cannot be read are
 * complained about and left out. Keeps the order of the file.
 *
 * @param <V> what is written after a name
 * @param <T> what name and value make together
 */
public final class MapFormat<V, T> implements Format<List<Located<T>>> {

  private final String entries;
  private final ScalarFormat<String> name;
  private final Supplier<Format<V>> value;
  private final BiFunction<String, V, T> combine;

  /**
   * @param entries what the entries are, in the plural, for messages
   * @param value asked for late, since a format may contain itself
   */
  public MapFormat(
      String entries,
      ScalarFormat<String> name,
      Supplier<Format<V>> value,
      BiFunction<String, V, T> combine) {
    this.entries = entries;
    this.name = name;
    this.value = value;
    this.combine = combine;
  }

  @Override
  public @Nullable List<Located<T>> read(Node node, Problems problems) {
    return switch (node) {
      case Node.Mapping mapping -> readEntries(mapping, problems);
      case Node.Nothing nothing -> List.of();
      case Node.Sequence sequence -> {
        problems.add(
            node.location(),
            "`%s` is a list; expected %s; write `NAME: {…}` instead of `- `"
                .formatted(node.name(), expected()));
        yield null;
      }
      default -> {
        refuse(node, problems);
        yield null;
      }
    };
  }

  private List<Located<T>> readEntries(Node.Mapping mapping, Problems problems) {
    List<Located<T>> values = new ArrayList<>();
    for (Node.Entry entry : mapping.entries()) {
      String key =
          name.read(
              new Node.Scalar(entry.keyLocation(), "key of " + mapping.name(), entry.key(), true),
              problems);
      V read = value.get().read(entry.value(), problems);
      if (key != null && read != null) {
        values.add(new Located<>(combine.apply(key, read), entry.value()));
      }
    }
    return values;
  }

  @Override
  public String expected() {
    return "a mapping of " + entries + " by name";
  }

  @Override
  public SequencedMap<String, Object> schema(SchemaDefinitions definitions) {
    return SchemaDefinitions.fragment(
        "type",
        List.of("object", "null"),
        "propertyNames",
        name.schema(definitions),
        "additionalProperties",
        value.get().schema(definitions));
  }
}
