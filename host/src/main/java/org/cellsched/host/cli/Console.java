package org.cellsched.host.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.Screen;
import org.jspecify.annotations.Nullable;

/**
 * What a command reads from and prints to; tests give their own.
 *
 * @param in standard input
 * @param out standard output, unbuffered; unlike {@code System.out} it tells when writing fails
 * @param err standard error
 * @param stackTraces whether internal errors come with a stack trace
 * @param outScreen what standard output is read on
 * @param errScreen what standard error is read on; on a terminal a line may be rewritten
 */
public record Console(
    InputStream in,
    OutputStream out,
    PrintWriter err,
    boolean stackTraces,
    Screen outScreen,
    Screen errScreen) {

  /** Set to anything but nothing, internal errors come with a stack trace. */
  public static final String DEBUG_VARIABLE = "CELLSCHED_DEBUG";

  /** Set by the launcher if standard error is a terminal: Java cannot tell. */
  public static final String TERMINAL_PROPERTY = "cellsched.terminal";

  /** The same for standard output. */
  public static final String OUT_TERMINAL_PROPERTY = "cellsched.terminal.out";

  /** One whose standard output is no terminal. */
  public Console(
      InputStream in, OutputStream out, PrintWriter err, boolean stackTraces, boolean terminal) {
    this(
        in,
        out,
        err,
        stackTraces,
        Screen.PLAIN,
        new Screen.Fixed(terminal, false, Screen.Size.USUAL));
  }

  /** Those of this process. */
  public static Console ofProcess() {
    String debug = System.getenv(DEBUG_VARIABLE);
    return of(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        debug != null && !debug.isEmpty(),
        Boolean.getBoolean(OUT_TERMINAL_PROPERTY),
        Boolean.getBoolean(TERMINAL_PROPERTY));
  }

  /** One of which streams may lead to the terminal of this process. */
  public static Console of(
      InputStream in,
      OutputStream out,
      PrintWriter err,
      boolean stackTraces,
      boolean outTerminal,
      boolean errTerminal) {
    Screen terminal = TerminalScreen.ofProcess();
    return new Console(
        in,
        out,
        err,
        stackTraces,
        outTerminal ? terminal : Screen.PLAIN,
        errTerminal ? terminal : Screen.PLAIN);
  }

  /** Whether a person watches standard error. */
  public boolean terminal() {
    return errScreen.terminal();
  }

  /** Where text for people goes: standard error if a document has standard output to itself. */
  public PrintWriter people(@Nullable JsonOutput document) {
    return hasOutToItself(document) ? err : new PrintWriter(out, false, StandardCharsets.UTF_8);
  }

  /** The same, for text that fits what it is read on. */
  public Page page(@Nullable JsonOutput document) {
    return new Page(people(document), hasOutToItself(document) ? errScreen : outScreen);
  }

  private static boolean hasOutToItself(@Nullable JsonOutput document) {
    return document != null && document.toStandardOutput();
  }
}
