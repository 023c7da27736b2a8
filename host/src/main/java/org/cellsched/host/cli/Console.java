package org.cellsched.host.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a command reads from and prints to; tests give their own.
 *
 * @param in standard input
 * @param out standard output, unbuffered; unlike {@code System.out} it tells when writing fails
 * @param err standard error
 * @param terminal whether a person watches standard error, for whom a line may be rewritten
 * @param stackTraces whether internal errors come with a stack trace
 */
public record Console(
    InputStream in, OutputStream out, PrintWriter err, boolean stackTraces, boolean terminal) {

  /** Set to anything but nothing, internal errors come with a stack trace. */
  public static final String DEBUG_VARIABLE = "CELLSCHED_DEBUG";

  /** Set by the launcher if standard error is a terminal: Java cannot tell. */
  public static final String TERMINAL_PROPERTY = "cellsched.terminal";

  /** Those of this process. */
  public static Console ofProcess() {
    String debug = System.getenv(DEBUG_VARIABLE);
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        debug != null && !debug.isEmpty(),
        Boolean.getBoolean(TERMINAL_PROPERTY));
  }

  /** Where text for people goes: standard error if a document has standard output to itself. */
  public PrintWriter people(@Nullable JsonOutput document) {
    return document != null && document.toStandardOutput()
        ? err
        : new PrintWriter(out, false, StandardCharsets.UTF_8);
  }
}
