package org.cellsched.host.yaml;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The {@code $defs} of a JSON Schema under construction: each named format once. */
public final class SchemaDefinitions {

  private final TreeMap<String, Object> definitions = new TreeMap<>();

  /**
   * A reference to the definition of this name, made by {@code schema} the first time. A format may
   * refer to itself: while it is being made, it is only referred to.
   */
  SequencedMap<String, Object> refer(String name, Supplier<SequencedMap<String, Object>> schema) {
    if (!definitions.containsKey(name)) {
      definitions.put(name, true);
      definitions.put(name, schema.get());
    }
    return fragment("$ref", "#/$defs/" + name);
  }

  /** All definitions, sorted by name. */
  public SequencedMap<String, Object> all() {
    return new LinkedHashMap<>(definitions);
  }

  /** A piece of schema with these keys and values in turn. */
  public static SequencedMap<String, Object> fragment(Object... keysAndValues) {
    LinkedHashMap<String, Object> fragment = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fragment.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return fragment;
  }
}
