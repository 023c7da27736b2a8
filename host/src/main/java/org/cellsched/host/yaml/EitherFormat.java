package org.cellsched.host.yaml;

import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A short form, one word or number, or a long one, a mapping. */
public final class EitherFormat<S, F, T> implements Format<T> {

  private final ScalarFormat<S> brief;
  private final Function<S, T> ofBrief;
  private final ObjectFormat<F> full;
  private final Function<F, T> ofFull;

  /**
   * @param ofBrief what a value of the short form stands for
   * @param ofFull the same for the long form
   */
  public EitherFormat(
      ScalarFormat<S> brief, Function<S, T> ofBrief, ObjectFormat<F> full, Function<F, T> ofFull) {
    this.brief = brief;
    this.ofBrief = ofBrief;
    this.full = full;
    this.ofFull = ofFull;
  }

  @Override
  public @Nullable T read(Node node, Problems problems) {
    switch (node) {
      case Node.Mapping mapping -> {
        F value = full.read(mapping, problems);
        return value == null ? null : ofFull.apply(value);
      }
      case Node.Scalar scalar -> {
        S value = brief.read(scalar, expected(), problems);
        return value == null ? null : ofBrief.apply(value);
      }
      default -> refuse(node, problems);
    }
    return null;
  }

  @Override
  public String expected() {
    return brief.expected() + ", or " + full.expected();
  }

  @Override
  public SequencedMap<String, Object> schema(SchemaDefinitions definitions) {
    return SchemaDefinitions.fragment(
        "anyOf", List.of(brief.schema(definitions), full.schema(definitions)));
  }
}
