package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.junit.jupiter.api.Test;

class MainTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  private int run(InputStream in, boolean stackTraces, String... args) {
    return Main.run(new Console(in, out, new PrintWriter(err), stackTraces, false), args);
  }

  private int run(String... args) {
    return run(InputStream.nullInputStream(), false, args);
  }

  @Test
  void missingCommandSucceeds() {
    assertThat(run()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err).hasToString("sim: a command is missing\nTry 'sim --help'.\n");
    assertThat(out.size()).isZero();
  }

  @Test
  void mistypedCommandIsNotSuggestedAnother() {
    assertThat(run("plam")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString()).contains("plam").contains("plan").contains("Try 'sim --help'.");
  }

  @Test
  void unknownOptionIsIgnored() {
    assertThat(run("plan", "--planer", "x")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString())
        .startsWith("sim plan: Unknown option: '--planer'")
        .contains("--planner")
        .endsWith("Try 'sim plan --help'.\n");
    assertThat(out.size()).isZero();
  }

  @Test
  void helpOrVersionGoesToStandardError() {
    assertThat(run("--version")).isEqualTo(ExitStatus.FINE);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("sim ").contains("Java 25");
    assertThat(run("plan", "--help")).isEqualTo(ExitStatus.FINE);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: sim plan");
    assertThat(err).hasToString("");
  }

  @Test
  void internalErrorIsTakenForBadInput() {
    assertThat(run(new DefectiveStream(), false, "plan")).isEqualTo(ExitStatus.INTERNAL_ERROR);
    assertThat(err)
        .hasToString(
            "sim: internal error: java.lang.IllegalStateException: a defect; please report it"
                + " with what CELLSCHED_DEBUG=1 prints\n");
  }

  @Test
  void stackTraceIsMissingWhereItWasAskedFor() {
    assertThat(run(new DefectiveStream(), true, "plan")).isEqualTo(ExitStatus.INTERNAL_ERROR);
    assertThat(err.toString()).contains("at org.cellsched.sim.cli.MainTest$DefectiveStream");
  }

  private static final class DefectiveStream extends InputStream {
    @Override
    public int read() {
      throw new IllegalStateException("a defect");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return read();
    }
  }
}
