package org.cellsched.host.yaml;

/**
 * A key of an {@link ObjectFormat}.
 *
 * @param presence what happens where it is missing
 * @param fallback for {@code REQUIRED}, an example; for {@code DEFAULT}, the default; for {@code
 *     ABSENT}, in words what its absence means
 * @param meaning one sentence for the documentation
 */
public record Key<T>(
    String name, Format<T> format, Presence presence, String fallback, String meaning) {

  /** What happens where a key is missing. */
  public enum Presence {
    /** A complaint. */
    REQUIRED,
    /** The default is taken, as if it were written. */
    DEFAULT,
    /** The value is null. */
    ABSENT,
    /** One of several keys, of which exactly one is to be there. */
    ALTERNATIVE
  }
}
