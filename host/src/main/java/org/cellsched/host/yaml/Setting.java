package org.cellsched.host.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value that the command line puts into a file before it is read, such as {@code --set
 * policy.borrowing=false}.
 *
 * <p>The path names keys from the top, with dots between. An item of a list is named by its {@code
 * name}, or by its number from 0. Mappings on the way that are not there are made. The value is
 * YAML and replaces whatever was there.
 *
 * @param text the option as the user wrote it, for messages
 * @param path of keys, at least one
 * @param value YAML; empty for nothing
 */
public record Setting(String text, List<String> path, String value) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

  public Setting {
    path = List.copyOf(path);
    if (path.isEmpty() || path.contains("")) {
      throw new IllegalArgumentException(
          text + ": expected keys with dots between, such as policy.borrowing");
    }
  }

  /**
   * From the argument of {@code --set}.
   *
   * @throws IllegalArgumentException if it is not of the form path=value
   */
  public static Setting parse(String argument) {
    int equals = argument.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "--set " + argument + ": expected path=value, such as policy.borrowing=false");
    }
    String path = argument.substring(0, equals).strip();
    return new Setting(
        "--set " + argument, List.of(path.split("\\.", -1)), argument.substring(equals + 1));
  }

  /** Whether it sets exactly this key or one below it. */
  public boolean concerns(String topKey) {
    return path.getFirst().equals(topKey);
  }

  /** The tree with the value in its place; unchanged after a complaint. */
  public Node applyTo(Node tree, Problems problems) {
    Node parsed =
        value.isBlank()
            ? new Node.Nothing(location(), path.getLast())
            : YamlTree.parse(value, text, problems);
    if (parsed == null) {
      return tree;
    }
    Node changed = put(tree, 0, moved(parsed, path.getLast()), problems);
    return changed == null ? tree : changed;
  }

  private Location location() {
    return Location.of(text);
  }

  /** The node with the value put below it at {@code path[depth]}; null after a complaint. */
  private @Nullable Node put(Node node, int depth, Node newValue, Problems problems) {
    if (depth == path.size()) {
      return newValue;
    }
    return switch (node) {
      case Node.Mapping mapping -> putKey(mapping, depth, newValue, problems);
      case Node.Nothing nothing ->
          putKey(new Node.Mapping(location(), node.name(), List.of()), depth, newValue, problems);
      case Node.Sequence sequence -> putItem(sequence, depth, newValue, problems);
      case Node.Broken broken -> null;
      case Node.Scalar scalar -> {
        problems.add(
            location(),
            "`%s` is %s (%s) and has no key `%s`; set `%s` as a whole"
                .formatted(
                    scalar.name(),
                    scalar.seen(),
                    scalar.location(),
                    path.get(depth),
                    String.join(".", path.subList(0, depth))));
        yield null;
      }
    };
  }

  private @Nullable Node putKey(Node.Mapping mapping, int depth, Node newValue, Problems problems) {
    String key = path.get(depth);
    Node.Entry old = mapping.find(key);
    Node child = old == null ? new Node.Nothing(location(), key) : old.value();
    Node changed = put(child, depth + 1, newValue, problems);
    if (changed == null) {
      return null;
    }
    Node.Entry entry = new Node.Entry(old == null ? location() : old.keyLocation(), key, changed);
    List<Node.Entry> entries = new ArrayList<>(mapping.entries());
    if (old == null) {
      entries.add(entry);
    } else {
      entries.set(entries.indexOf(old), entry);
    }
    return new Node.Mapping(mapping.location(), mapping.name(), entries);
  }

  private @Nullable Node putItem(
      Node.Sequence sequence, int depth, Node newValue, Problems problems) {
    int index = indexOf(sequence, path.get(depth));
    if (index < 0) {
      List<String> names = sequence.items().stream().map(Setting::nameOf).toList();
      problems.add(
          location(),
          "`%s` (%s) has no item `%s`; name an item, or its number from 0 to %d%s"
              .formatted(
                  sequence.name(),
                  sequence.location(),
                  path.get(depth),
                  sequence.items().size() - 1,
                  Texts.didYouMean(
                      path.get(depth),
                      names.stream().filter(name -> !name.isEmpty()).toList(),
                      "")));
      return null;
    }
    Node changed = put(sequence.items().get(index), depth + 1, newValue, problems);
    if (changed == null) {
      return null;
    }
    List<Node> items = new ArrayList<>(sequence.items());
    items.set(index, changed);
    return new Node.Sequence(sequence.location(), sequence.name(), items);
  }

  private static int indexOf(Node.Sequence sequence, String nameOrNumber) {
    for (int i = 0; i < sequence.items().size(); i++) {
      if (nameOf(sequence.items().get(i)).equals(nameOrNumber)) {
        return i;
      }
    }
    if (!NUMBER.matcher(nameOrNumber).matches()) {
      return -1;
    }
    int number = Integer.parseInt(nameOrNumber);
    return number < sequence.items().size() ? number : -1;
  }

  /** What the item says its name is; empty if nothing. */
  private static String nameOf(Node item) {
    return item.child("name") instanceof Node.Scalar name ? name.text() : "";
  }

  /** The value with the option as its place: columns of a command line help nobody. */
  private Node moved(Node node, String name) {
    return switch (node) {
      case Node.Scalar scalar -> new Node.Scalar(location(), name, scalar.text(), true);
      case Node.Nothing nothing -> new Node.Nothing(location(), name);
      case Node.Broken broken -> new Node.Broken(location(), name);
      case Node.Sequence sequence ->
          new Node.Sequence(location(), name, movedItems(sequence, name));
      case Node.Mapping mapping ->
          new Node.Mapping(location(), name, mapping.entries().stream().map(this::moved).toList());
    };
  }

  private List<Node> movedItems(Node.Sequence sequence, String name) {
    List<Node> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      items.add(moved(item, name + "." + items.size()));
    }
    return items;
  }

  private Node.Entry moved(Node.Entry entry) {
    return new Node.Entry(location(), entry.key(), moved(entry.value(), entry.key()));
  }
}
