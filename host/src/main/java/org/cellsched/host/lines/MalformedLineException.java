package org.cellsched.host.lines;

import org.jspecify.annotations.Nullable;

/** A line of input that cannot be read. */
public final class MalformedLineException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Where the column is not known. */
  public static final int NO_COLUMN = 0;

  private final int column;

  /** {@code column} counts characters from 1. */
  public MalformedLineException(String message, int column) {
    this(message, column, null);
  }

  public MalformedLineException(String message, int column, @Nullable Throwable cause) {
    super(message, cause);
    this.column = column;
  }

  public int column() {
    return column;
  }
}
