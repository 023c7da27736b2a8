package org.cellsched.host.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cellsched.host.lines.BoundedLines;
import org.cellsched.host.lines.MalformedLineException;
import org.jspecify.annotations.Nullable;

/** Reads one segment of a journal, entry by entry, in constant memory. */
public final class JournalReader implements AutoCloseable {

  private final Path file;
  private final InputStream in;
  private final BoundedLines lines;
  private final SampleDifferences samples = new SampleDifferences();
  private final JournalHeader header;
  private boolean cutOff;

  private JournalReader(Path file, InputStream in) throws IOException, JournalException {
    this.file = file;
    this.in = in;
    this.lines = new BoundedLines(in);
    if (!lines.advance()) {
      throw new JournalException(file + ":1:1: is empty; expected a journal's first line");
    }
    try {
      header = JournalLines.readHeader(lines.text());
    } catch (MalformedLineException e) {
      throw at(e);
    }
  }

  /**
   * Opens a segment and reads its first line.
   *
   * @throws JournalException if that is no header of a format that is known
   */
  public static JournalReader open(Path file) throws IOException, JournalException {
    InputStream in = Files.newInputStream(file);
    try {
      return new JournalReader(file, in);
    } catch (IOException | JournalException e) {
      in.close();
      throw e;
    }
  }

  public JournalHeader header() {
    return header;
  }

  /**
   * The next entry; null at the end. A last line that was cut off as it was written is left out.
   *
   * @throws JournalException if a line is no entry
   */
  public @Nullable JournalEntry next() throws IOException, JournalException {
    if (cutOff || !lines.advance()) {
      return null;
    }
    try {
      JournalEntry written = JournalLines.read(lines.text(), JournalEntry.class);
      return new JournalEntry(written.atNs(), samples.toValues(written.input()), written.effects());
    } catch (MalformedLineException e) {
      if (!lines.isTerminated()) {
        cutOff = true;
        return null;
      }
      throw at(e);
    }
  }

  /** Number of the line that was read last, from 1. */
  public long line() {
    return lines.number();
  }

  /** Whether a last line was left out, since it was not written to its end. */
  public boolean isCutOff() {
    return cutOff;
  }

  private JournalException at(MalformedLineException e) {
    return new JournalException(
        "%s:%d:%d: %s".formatted(file, lines.number(), Math.max(1, e.column()), e.getMessage()));
  }

  /** A complaint about a line as a whole. */
  JournalException at(long line, String problem) {
    return new JournalException("%s:%d:1: %s".formatted(file, line, problem));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
