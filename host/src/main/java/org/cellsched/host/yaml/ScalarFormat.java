package org.cellsched.host.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value written as one piece of text, such as {@code 20ms} or {@code 0-3,8}. */
public final class ScalarFormat<T> implements Format<T> {

  /** Reads the text. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(String text) throws Mismatch;
  }

  /** The text is not of the format. The message is a hint for its author; may be empty. */
  public static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;

    public Mismatch(String hint) {
      super(hint, null, false, false);
    }

    /** Without a hint: what is expected says it all. */
    public Mismatch() {
      this("");
    }
  }

  private final String expected;
  private final SequencedMap<String, Object> schema;
  private final Reader<T> reader;

  public ScalarFormat(String expected, SequencedMap<String, Object> schema, Reader<T> reader) {
    this.expected = expected;
    this.schema = schema;
    this.reader = reader;
  }

  @Override
  public <R> ScalarFormat<R> map(Function<? super T, ? extends R> meaning) {
    return new ScalarFormat<>(expected, schema, text -> meaning.apply(reader.read(text)));
  }

  /** The same texts, described otherwise. */
  public ScalarFormat<T> expecting(String what) {
    return new ScalarFormat<>(what, schema, reader);
  }

  /** The same texts, and one word besides. */
  public ScalarFormat<T> orWord(String word, String wordMeaning, T value) {
    return new ScalarFormat<>(
        expected + ", or `" + word + "` for " + wordMeaning,
        SchemaDefinitions.fragment(
            "anyOf", List.of(schema, SchemaDefinitions.fragment("const", word))),
        text -> text.equals(word) ? value : reader.read(text));
  }

  /**
   * The value of a text that stands in no file, such as a command line's.
   *
   * @throws IllegalArgumentException which says what was seen and what {@code name} expects
   */
  public T parse(String name, String text) {
    try {
      return reader.read(text);
    } catch (Mismatch e) {
      throw new IllegalArgumentException(
          complaint(name, Texts.quote(text), expected, String.valueOf(e.getMessage())), e);
    }
  }

  private static String complaint(String name, String seen, String expected, String hint) {
    return "`%s` is %s; expected %s%s"
        .formatted(name, seen, expected, hint.isEmpty() ? "" : "; " + hint);
  }

  @Override
  public @Nullable T read(Node node, Problems problems) {
    return read(node, expected, problems);
  }

  /** As {@link #read(Node, Problems)}, for a format of which this one is a part. */
  @Nullable T read(Node node, String expectedHere, Problems problems) {
    String hint = "";
    if (node instanceof Node.Scalar scalar) {
      try {
        return reader.read(scalar.text());
      } catch (Mismatch e) {
        hint = String.valueOf(e.getMessage());
      }
    } else if (node instanceof Node.Broken) {
      return null;
    }
    problems.add(node.location(), complaint(node.name(), node.seen(), expectedHere, hint));
    return null;
  }

  @Override
  public String expected() {
    return expected;
  }

  @Override
  public SequencedMap<String, Object> schema(SchemaDefinitions definitions) {
    return new LinkedHashMap<>(schema);
  }
}
