package org.cellsched.host.cli;

import org.jspecify.annotations.Nullable;

/**
 * Ends a command with a message for its user and an exit status; no defect of ours, so no stack
 * trace.
 */
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitStatus;

  /**
   * @param exitStatus one of {@link ExitStatus}
   * @param message what was seen, where, and what was expected; printed on standard error
   */
  public CommandFailure(int exitStatus, String message) {
    this(exitStatus, message, null);
  }

  public CommandFailure(int exitStatus, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitStatus = exitStatus;
  }

  public int exitStatus() {
    return exitStatus;
  }
}
