package org.cellsched.host.lines;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads UTF-8 text line by line in constant memory: a line that is too long is skipped to its end
 * and refused, and so is one that is not UTF-8.
 */
public final class BoundedLines {

  /** Some 100 times the longest line a real machine needs. */
  public static final int MAX_LINE_BYTES = 4 << 20;

  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number;
  private boolean tooLong;
  private boolean terminated;

  public BoundedLines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** Goes to the next line; false at the end of the input. */
  public boolean advance() throws IOException {
    line.reset();
    tooLong = false;
    int next = in.read();
    if (next < 0) {
      return false;
    }
    number++;
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() < MAX_LINE_BYTES) {
        line.write(next);
      } else {
        tooLong = true;
      }
    }
    terminated = next == '\n';
    return true;
  }

  /** Whether the current line ends with a line feed, not with the input. */
  public boolean isTerminated() {
    return terminated;
  }

  /** Number of the current line, the first being 1. */
  public long number() {
    return number;
  }

  /** The current line without its line feed. */
  public String text() throws MalformedLineException {
    if (tooLong) {
      throw new MalformedLineException(
          "longer than " + MAX_LINE_BYTES + " bytes", MalformedLineException.NO_COLUMN);
    }
    ByteBuffer bytes = ByteBuffer.wrap(line.toByteArray());
    CharBuffer text = CharBuffer.allocate(bytes.limit());
    boolean malformed = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true).isError();
    text.flip();
    if (malformed) {
      throw new MalformedLineException(
          "byte 0x%02x is not UTF-8".formatted(bytes.get(bytes.position())),
          (int) text.codePoints().count() + 1);
    }
    return text.toString();
  }

  /** Whether the next line may have to be waited for. */
  public boolean mayBlock() throws IOException {
    return in.available() == 0;
  }
}
