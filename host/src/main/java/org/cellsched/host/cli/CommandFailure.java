package org.cellsched.host.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
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

  /**
   * Of input that cannot be read. The file system's own message may be no more than a path.
   *
   * @param name of a file, or {@code standard input}
   */
  public static CommandFailure unreadable(String name, IOException cause) {
    String problem =
        switch (cause) {
          case NoSuchFileException missing -> "no such file";
          case AccessDeniedException denied -> "permission denied";
          default -> String.valueOf(cause.getMessage());
        };
    return new CommandFailure(
        ExitStatus.BAD_INPUT, "cannot read %s: %s".formatted(name, problem), cause);
  }

  public int exitStatus() {
    return exitStatus;
  }
}
