package org.cellsched.sim.rtapp;

import java.util.List;
import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Texts;

/** A value of a workload file and its place, as {@link LooseJson} reads it. Immutable. */
sealed interface JsonValue {

  Location location();

  /** Keys and values in the order of the file; a key may be there several times. */
  record JsonObject(Location location, List<Member> members) implements JsonValue {
    public JsonObject {
      members = List.copyOf(members);
    }
  }

  /** A list. */
  record JsonArray(Location location, List<JsonValue> items) implements JsonValue {
    public JsonArray {
      items = List.copyOf(items);
    }
  }

  /** Text in quotation marks. */
  record JsonText(Location location, String text) implements JsonValue {}

  /** A number, {@code true}, {@code false} or {@code null}, as it is written. */
  record JsonWord(Location location, String text) implements JsonValue {}

  /** A key stands alone, with neither colon nor value. */
  record Omitted(Location location) implements JsonValue {}

  /** A key with its value. */
  record Member(Location keyLocation, String key, JsonValue value) {}

  /** What a person sees there, for messages. */
  default String seen() {
    return switch (this) {
      case JsonObject object -> "an object";
      case JsonArray array -> "a list";
      case JsonText text -> "the text " + Texts.quote(text.text);
      case JsonWord word -> word.text;
      case Omitted omitted -> "without a value";
    };
  }
}
