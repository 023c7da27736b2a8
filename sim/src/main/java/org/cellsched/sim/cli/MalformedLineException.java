package org.cellsched.sim.cli;

import org.jspecify.annotations.Nullable;

/** A line of input that cannot be read as a request. */
final class MalformedLineException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Where the column is not known. */
  static final int NO_COLUMN = 0;

  private final int column;

  /** {@code column} counts characters from 1. */
  MalformedLineException(String message, int column) {
    this(message, column, null);
  }

  MalformedLineException(String message, int column, @Nullable Throwable cause) {
    super(message, cause);
    this.column = column;
  }

  int column() {
    return column;
  }
}
