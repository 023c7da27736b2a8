package org.cellsched.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In processes of their own, which are sent a SIGTERM. */
class InterruptionTest {

  /** 128 + SIGTERM. */
  private static final int TERMINATED = 143;

  /** Says so when it is ready, and when it ended in order. */
  static final class Patient {
    private Patient() {}

    static void main(String[] args) throws InterruptedException {
      try (Interruption interruption = new Interruption()) {
        if (args.length > 0) {
          interruption.endsWith(Integer.parseInt(args[0]));
        }
        System.out.println("ready");
        while (!interruption.isPending()) {
          Thread.sleep(1);
        }
        System.out.println("in order");
      }
      Thread.sleep(60_000); // the process ends all the same
    }
  }

  private static String linesOf(String... args) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Patient.class.getName());
    builder.command().addAll(List.of(args));
    Process process = builder.redirectErrorStream(true).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      StringBuilder lines = new StringBuilder(String.valueOf(out.readLine()));
      process.toHandle().destroy(); // Process.destroy would close the stream, too
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.append(", ").append(line);
      }
      return lines + ", " + process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void endThatWasMeantLooksLikeAFailure() throws Exception {
    assertThat(linesOf("0")).isEqualTo("ready, in order, 0");
  }

  @Test
  void interruptedResultLooksWhole() throws Exception {
    assertThat(linesOf()).isEqualTo("ready, in order, " + TERMINATED);
  }
}
