package org.cellsched.host.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A list of alike items. Items that cannot be read are complained about and left out, so that the
 * others can still be checked.
 */
public final class ListFormat<T> implements Format<List<Located<T>>> {

  private final String items;
  private final Format<T> item;

  /**
   * @param items what the items are, in the plural, for messages
   */
  public ListFormat(String items, Format<T> item) {
    this.items = items;
    this.item = item;
  }

  @Override
  public @Nullable List<Located<T>> read(Node node, Problems problems) {
    return switch (node) {
      case Node.Sequence sequence -> readItems(sequence, problems);
      case Node.Nothing nothing -> List.of();
      case Node.Scalar scalar -> {
        problems.add(
            node.location(),
            "`%s` is %s; expected %s; begin each with `- `"
                .formatted(node.name(), node.seen(), expected()));
        yield null;
      }
      case Node.Mapping mapping -> {
        problems.add(
            node.location(),
            "`%s` is a mapping; expected %s; begin each with `- `"
                .formatted(node.name(), expected()));
        yield null;
      }
      case Node.Broken broken -> null;
    };
  }

  private List<Located<T>> readItems(Node.Sequence sequence, Problems problems) {
    List<Located<T>> values = new ArrayList<>();
    for (Node each : sequence.items()) {
      T value = item.read(each, problems);
      if (value != null) {
        values.add(new Located<>(value, each));
      }
    }
    return values;
  }

  @Override
  public String expected() {
    return "a list of " + items;
  }

  @Override
  public SequencedMap<String, Object> schema(SchemaDefinitions definitions) {
    return SchemaDefinitions.fragment(
        "type", List.of("array", "null"), "items", item.schema(definitions));
  }
}
