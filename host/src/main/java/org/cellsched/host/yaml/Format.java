package org.cellsched.host.yaml;

import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a value of one type is written: reads it, describes it to people, describes it to machines.
 *
 * <p>A format is the only place that knows its keys, units, ranges and defaults: decoding, the JSON
 * Schema and the tables of the documentation all come from it.
 */
public interface Format<T> {

  /**
   * The value, or null after a complaint. A value may come with complaints too: lists leave out the
   * items that they complained about. So, whoever uses a value asks {@code problems} first.
   */
  @Nullable T read(Node node, Problems problems);

  /** What a person shall write, as in "expected …": {@code a time from 1ms to 60s}. */
  String expected();

  /** The JSON Schema (draft 2020-12); named parts go to {@code definitions}. */
  SequencedMap<String, Object> schema(SchemaDefinitions definitions);

  /** Complains that something else stands here. */
  default void refuse(Node node, Problems problems) {
    if (!(node instanceof Node.Broken)) {
      problems.add(
          node.location(), "`" + node.name() + "` is " + node.seen() + "; expected " + expected());
    }
  }

  /** The same texts with another meaning. */
  default <R> Format<R> map(Function<? super T, ? extends R> meaning) {
    Format<T> original = this;
    return new Format<>() {
      @Override
      public @Nullable R read(Node node, Problems problems) {
        T value = original.read(node, problems);
        return value == null ? null : meaning.apply(value);
      }

      @Override
      public String expected() {
        return original.expected();
      }

      @Override
      public SequencedMap<String, Object> schema(SchemaDefinitions definitions) {
        return original.schema(definitions);
      }
    };
  }
}
