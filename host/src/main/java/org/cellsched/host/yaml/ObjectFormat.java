package org.cellsched.host.yaml;

import static org.cellsched.host.yaml.SchemaDefinitions.fragment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mapping with fixed keys. Strict: an unknown key is a complaint.
 *
 * <p>Declared in one place, keys first and then what they make:
 *
 * <pre>{@code
 * ObjectFormat.of("debounce", "How changes are gathered.", keys -> {
 *   Key<Long> quiet = keys.optional("quiet", duration(0, MINUTE), "1s", "...");
 *   Key<Long> maxDelay = keys.optional("maxDelay", duration(0, MINUTE), "5s", "...");
 *   return values -> new DebounceConfig(values.get(quiet), values.get(maxDelay));
 * });
 * }</pre>
 */
public final class ObjectFormat<T> implements Format<T> {

  /** {@code {cpuset: 0,2}} is the key {@code cpuset} and the key {@code 2}. */
  private static final Pattern REST_OF_CPU_LIST = Pattern.compile("[0-9]+(-[0-9]+)?");

  /** Declares the keys, and answers what makes a value of them. */
  @FunctionalInterface
  public interface Declaration<T> {
    Maker<T> declare(Keys keys);
  }

  /** Makes a value of what was read under the keys; null after a complaint. */
  @FunctionalInterface
  public interface Maker<T> {
    @Nullable T make(Values values);
  }

  private final String name;
  private final String meaning;
  private final Keys keys = new Keys();
  private final Maker<T> maker;
  private final boolean evenIfIncomplete;

  private ObjectFormat(
      String name, String meaning, boolean evenIfIncomplete, Declaration<T> declaration) {
    this.name = name;
    this.meaning = meaning;
    this.evenIfIncomplete = evenIfIncomplete;
    this.maker = declaration.declare(keys);
  }

  /**
   * A format whose value is made once all keys are read.
   *
   * @param name of the kind of thing, such as {@code task group}
   */
  public static <T> ObjectFormat<T> of(String name, String meaning, Declaration<T> declaration) {
    return new ObjectFormat<>(name, meaning, false, declaration);
  }

  /**
   * The same, but made even after complaints, so that what could be read can be checked further.
   */
  public static <T> ObjectFormat<T> draft(String name, String meaning, Declaration<T> declaration) {
    return new ObjectFormat<>(name, meaning, true, declaration);
  }

  /** Makes the one of these alternatives that is there. */
  public static <T> Maker<T> oneOf(List<Key<? extends T>> alternatives) {
    return values -> {
      for (Key<? extends T> key : alternatives) {
        T value = values.find(key);
        if (value != null) {
          return value;
        }
      }
      return null;
    };
  }

  public String name() {
    return name;
  }

  /** A sentence for the documentation. */
  public String meaning() {
    return meaning;
  }

  /** In the order of declaration. */
  public List<Key<?>> keys() {
    return Collections.unmodifiableList(keys.all);
  }

  @Override
  public @Nullable T read(Node node, Problems problems) {
    Node.Mapping mapping =
        switch (node) {
          case Node.Mapping found -> found;
          case Node.Nothing nothing when mayBeEmpty() ->
              new Node.Mapping(nothing.location(), nothing.name(), List.of());
          default -> null;
        };
    if (mapping == null) {
      refuse(node, problems);
      return null;
    }
    Values values = new Values(mapping, problems);
    readEntries(mapping, values, problems);
    readMissing(mapping, values, problems);
    if (values.failed && !evenIfIncomplete) {
      return null;
    }
    T made = maker.make(values);
    return values.failed && !evenIfIncomplete ? null : made;
  }

  private boolean mayBeEmpty() {
    return keys.all.stream()
        .allMatch(
            key -> key.presence() == Key.Presence.DEFAULT || key.presence() == Key.Presence.ABSENT);
  }

  private void readEntries(Node.Mapping mapping, Values values, Problems problems) {
    for (Node.Entry entry : mapping.entries()) {
      Key<?> key = keys.find(entry.key());
      if (key == null) {
        values.failed = true;
        values.meant.addAll(Texts.nearest(entry.key(), names()).stream().toList());
        problems.add(entry.keyLocation(), unknownKey(entry.key(), mapping));
      } else {
        values.put(key, key.format().read(entry.value(), problems));
      }
    }
  }

  private List<String> names() {
    return keys.all.stream().map(Key::name).toList();
  }

  private String unknownKey(String seen, Node.Mapping mapping) {
    List<String> known = names();
    String hint = "; the keys are " + String.join(", ", known);
    if (REST_OF_CPU_LIST.matcher(seen).matches()) {
      hint = "; inside braces, put a CPU list with commas into quotes: \"0-3,8\"";
    }
    return "unknown key "
        + Texts.quote(seen)
        + " in `"
        + mapping.name()
        + "`"
        + Texts.didYouMean(seen, known, hint);
  }

  private void readMissing(Node.Mapping mapping, Values values, Problems problems) {
    for (Key<?> key : keys.all) {
      if (mapping.find(key.name()) != null) {
        continue;
      }
      if (key.presence() == Key.Presence.DEFAULT) {
        values.put(key, keys.defaults.get(key.name()));
      } else if (key.presence() == Key.Presence.REQUIRED && !values.meant.contains(key.name())) {
        values.failed = true;
        problems.add(
            mapping.location(),
            "`%s` lacks the key `%s`; expected %s; add for example `%s: %s`"
                .formatted(
                    mapping.name(),
                    key.name(),
                    key.format().expected(),
                    key.name(),
                    key.fallback()));
      }
    }
    requireOneAlternative(mapping, values, problems);
  }

  private void requireOneAlternative(Node.Mapping mapping, Values values, Problems problems) {
    List<String> alternatives = alternatives();
    if (alternatives.isEmpty()) {
      return;
    }
    List<Node.Entry> present =
        mapping.entries().stream().filter(entry -> alternatives.contains(entry.key())).toList();
    if (present.size() > 1) {
      values.failed = true;
      problems.add(
          present.get(1).keyLocation(),
          "`%s` has both `%s` and `%s`; expected one of them"
              .formatted(mapping.name(), present.get(0).key(), present.get(1).key()));
    } else if (present.isEmpty() && !values.failed) {
      // After an unknown key, which was meant for one of these, this would only be noise.
      values.failed = true;
      problems.add(
          mapping.location(),
          "`%s` does not say what; expected one of the keys %s"
              .formatted(mapping.name(), String.join(", ", alternatives)));
    }
  }

  private List<String> alternatives() {
    return keys.all.stream()
        .filter(key -> key.presence() == Key.Presence.ALTERNATIVE)
        .map(Key::name)
        .toList();
  }

  private static <V> V readDefault(Key<V> key) {
    Problems problems = new Problems();
    Node node = YamlTree.parse(key.fallback(), "default of " + key.name(), problems);
    V value = node == null ? null : key.format().read(node, problems);
    if (value == null || !problems.isEmpty()) {
      throw new IllegalStateException("default of key " + key.name() + ": " + problems.sorted());
    }
    return value;
  }

  @Override
  public String expected() {
    List<String> required =
        keys.all.stream()
            .filter(key -> key.presence() == Key.Presence.REQUIRED)
            .map(key -> key.name() + ": " + key.fallback())
            .toList();
    List<String> alternatives = alternatives();
    if (!required.isEmpty()) {
      return "a mapping such as {"
          + String.join(", ", required)
          + (alternatives.isEmpty() ? "}" : ", … }");
    } else if (!alternatives.isEmpty()) {
      return "a mapping with one of the keys " + String.join(", ", alternatives);
    }
    return "a mapping with any of the keys " + String.join(", ", names());
  }

  @Override
  public SequencedMap<String, Object> schema(SchemaDefinitions definitions) {
    return definitions.refer(name.replace(' ', '-'), () -> definition(definitions));
  }

  private SequencedMap<String, Object> definition(SchemaDefinitions definitions) {
    LinkedHashMap<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Key<?> key : keys.all) {
      SequencedMap<String, Object> property = key.format().schema(definitions);
      property.put("description", key.meaning());
      if (key.presence() == Key.Presence.REQUIRED) {
        required.add(key.name());
      }
      properties.put(key.name(), property);
    }
    SequencedMap<String, Object> definition =
        fragment(
            "description", meaning,
            "type", mayBeEmpty() ? List.of("object", "null") : "object",
            "properties", properties,
            "required", required,
            "additionalProperties", false);
    if (!alternatives().isEmpty()) {
      definition.put(
          "oneOf", alternatives().stream().map(key -> fragment("required", List.of(key))).toList());
    }
    return definition;
  }

  /** The keys of a format under declaration. */
  public static final class Keys {

    private final List<Key<?>> all = new ArrayList<>();

    /** Read once: they are many, and immutable. */
    private final TreeMap<String, Object> defaults = new TreeMap<>();

    private Keys() {}

    /** A key that must be there; {@code example} is shown to who forgot it. */
    public <V> Key<V> required(String name, Format<V> format, String example, String meaning) {
      return add(new Key<>(name, format, Key.Presence.REQUIRED, example, meaning));
    }

    /** A key with a default, given as it would be written. */
    public <V> Key<V> optional(String name, Format<V> format, String byDefault, String meaning) {
      Key<V> key = add(new Key<>(name, format, Key.Presence.DEFAULT, byDefault, meaning));
      defaults.put(name, readDefault(key));
      return key;
    }

    /** A key whose value is null where it is missing; {@code absence} says what that means. */
    public <V> Key<V> nullable(String name, Format<V> format, String absence, String meaning) {
      return add(new Key<>(name, format, Key.Presence.ABSENT, absence, meaning));
    }

    /** One of several keys of which exactly one must be there. */
    public <V> Key<V> alternative(String name, Format<V> format, String meaning) {
      return add(new Key<>(name, format, Key.Presence.ALTERNATIVE, "", meaning));
    }

    private <V> Key<V> add(Key<V> key) {
      if (find(key.name()) != null) {
        throw new IllegalStateException("key " + key.name() + " is declared twice");
      }
      all.add(key);
      return key;
    }

    private @Nullable Key<?> find(String name) {
      for (Key<?> key : all) {
        if (key.name().equals(name)) {
          return key;
        }
      }
      return null;
    }
  }

  /** What was read under the keys of one mapping. */
  public static final class Values {

    private final Node.Mapping mapping;
    private final Problems problems;
    private final TreeMap<String, Object> byKey = new TreeMap<>();

    /** Keys that misspelt ones were probably meant for: that they are missing needs no word. */
    private final TreeSet<String> meant = new TreeSet<>();

    private boolean failed;

    private Values(Node.Mapping mapping, Problems problems) {
      this.mapping = mapping;
      this.problems = problems;
    }

    private void put(Key<?> key, @Nullable Object value) {
      if (value == null) {
        failed = true;
      } else {
        byKey.put(key.name(), value);
      }
    }

    /** The value or default of a key; for a nullable key or a draft, see {@link #find}. */
    public <V> V get(Key<V> key) {
      V value = find(key);
      if (value == null) {
        throw new IllegalStateException("no value of key " + key.name());
      }
      return value;
    }

    /** The value or default of a key; null if it is missing or could not be read. */
    @SuppressWarnings("unchecked") // put() stores under a key what its format has read
    public <V> @Nullable V find(Key<V> key) {
      return (V) byKey.get(key.name());
    }

    /** Whether the author wrote the key. */
    public boolean isWritten(Key<?> key) {
      return mapping.find(key.name()) != null;
    }

    /** The mapping itself. */
    public Node.Mapping node() {
      return mapping;
    }

    /** Complains about the value of a key, or of the mapping where the key is not written. */
    public void refuse(Key<?> key, String problem) {
      failed = true;
      problems.add(mapping.at(key.name()).location(), problem);
    }
  }
}
