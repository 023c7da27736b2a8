package org.cellsched.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class CommandFailureTest {

  private static String message(IOException cause) {
    CommandFailure failure = CommandFailure.unreadable("run.jsonl", cause);
    assertThat(failure.exitStatus()).isEqualTo(ExitStatus.BAD_INPUT);
    return String.valueOf(failure.getMessage());
  }

  @Test
  void unreadableFileSaysItsPathTwiceInsteadOfTheReason() {
    assertThat(message(new NoSuchFileException("run.jsonl")))
        .isEqualTo("cannot read run.jsonl: no such file");
    assertThat(message(new AccessDeniedException("run.jsonl")))
        .isEqualTo("cannot read run.jsonl: permission denied");
    assertThat(message(new IOException("Is a directory")))
        .isEqualTo("cannot read run.jsonl: Is a directory");
  }
}
