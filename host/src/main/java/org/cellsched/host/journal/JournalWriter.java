package org.cellsched.host.journal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes a journal in segments of bounded size: the newest under the journal's own name, older ones
 * with {@code .1}, {@code .2} and so on behind it, the oldest deleted. Each begins with a header,
 * so that it can be replayed alone. An entry is handed to the system before the next is taken.
 */
public final class JournalWriter implements AutoCloseable {

  /** Of what is written; another number is another format. */
  public static final int FORMAT = 1;

  /**
   * How much is kept.
   *
   * @param segmentBytes a segment that has reached this is followed by another
   * @param segments files, the newest included; at least 1
   */
  public record Limits(long segmentBytes, int segments) {

    /** 8 files of 16 MiB: weeks of a quiet machine with 50 cells. */
    public static final Limits DEFAULT = new Limits(16 << 20, 8);
  }

  private final Path file;
  private final Limits limits;
  private SampleDifferences samples = new SampleDifferences();
  private @Nullable OutputStream out;
  private long bytes;

  /** Writes nothing yet. */
  public JournalWriter(Path file, Limits limits) {
    this.file = file;
    this.limits = limits;
  }

  /** Begins a segment; what was there before moves on by one. */
  public void begin(JournalHeader header) throws IOException {
    close();
    moveOlder();
    out =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    bytes = 0;
    samples = new SampleDifferences();
    write(JournalLines.write(header));
  }

  private void moveOlder() throws IOException {
    for (int age = limits.segments() - 1; age >= 1; age--) {
      Path newer = older(age - 1);
      if (Files.exists(newer)) {
        Files.move(newer, older(age), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(file); // where only one is kept
  }

  private Path older(int age) {
    return age == 0 ? file : file.resolveSibling(file.getFileName() + "." + age);
  }

  /** Of a segment that was begun. */
  public void write(JournalEntry entry) throws IOException {
    write(
        JournalLines.write(
            new JournalEntry(entry.atNs(), samples.toDifferences(entry.input()), entry.effects())));
  }

  private void write(String line) throws IOException {
    OutputStream open = out;
    if (open == null) {
      throw new IllegalStateException("no segment was begun");
    }
    byte[] encoded = (line + "\n").getBytes(StandardCharsets.UTF_8);
    open.write(encoded);
    open.flush();
    bytes += encoded.length;
  }

  /** Whether the segment has reached its size: time to begin another. */
  public boolean isFull() {
    return bytes >= limits.segmentBytes();
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }
}
