package org.cellsched.host.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of a YAML file and its place. Closed: it is all that YAML has, once anchors and tags are
 * refused. Immutable.
 */
public sealed interface Node {

  Location location();

  /**
   * The key it stands under, for messages; for an item of a list, that of the list and the item's
   * number, such as {@code tasks.0}, which is how {@link Setting} names it too.
   */
  String name();

  /**
   * One value.
   *
   * @param text without quotes; what it means is up to the {@link Format} that reads it
   * @param quoted or in block style; if not, character n of the text is at column + n of the file
   */
  record Scalar(Location location, String name, String text, boolean quoted) implements Node {

    /** The place of a character of the text, as well as it is known. */
    public Location locationOf(int index) {
      return quoted || location.line() == 0
          ? location
          : new Location(location.source(), location.line(), location.column() + index);
    }
  }

  /** A list. */
  record Sequence(Location location, String name, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Keys and values, in the order of the file; no key twice. */
  record Mapping(Location location, String name, List<Entry> entries) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The entry of this key, or null. */
    public @Nullable Entry find(String key) {
      for (Entry entry : entries) {
        if (entry.key.equals(key)) {
          return entry;
        }
      }
      return null;
    }
  }

  /** Nothing was written, or {@code null}, or {@code ~}. */
  record Nothing(Location location, String name) implements Node {}

  /** Something that has been complained about already: reading it fails without another word. */
  record Broken(Location location, String name) implements Node {}

  /** A key of a mapping with its value. */
  record Entry(Location keyLocation, String key, Node value) {}

  /** What a person sees there, for messages. */
  default String seen() {
    return switch (this) {
      case Scalar scalar -> Texts.quote(scalar.text);
      case Sequence sequence -> "a list";
      case Mapping mapping -> "a mapping";
      case Nothing nothing -> "empty";
      case Broken broken -> "broken";
    };
  }

  /** The value of this key; null if this is no mapping, or has no such key. */
  default @Nullable Node child(String key) {
    Entry entry = this instanceof Mapping mapping ? mapping.find(key) : null;
    return entry == null ? null : entry.value;
  }

  /**
   * The value reached by following these keys, or as far as they lead: where a message about it
   * points.
   */
  default Node at(String... keys) {
    Node node = this;
    for (String key : keys) {
      Node child = node.child(key);
      if (child == null) {
        return node;
      }
      node = child;
    }
    return node;
  }
}
