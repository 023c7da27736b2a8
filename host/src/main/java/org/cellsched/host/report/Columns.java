package org.cellsched.host.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * The numbers of a report, by column: each is its count and its values, all as variable-length
 * integers (seven bits a byte, lowest first; negative ones zigzag), and all columns are compressed
 * together. Small and regular numbers cost little: a column of zeros costs nearly nothing.
 */
public final class Columns {

  private static final int PAYLOAD_BITS = 7;
  private static final int MORE = 1 << PAYLOAD_BITS;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int count;

  /** A column by its number, which is all that the page is told. */
  public record Column(@JsonValue int number) {}

  /** Adds a column. O(values). */
  public Column add(long[] values) {
    write(values.length);
    for (long value : values) {
      write(value << 1 ^ value >> Long.SIZE - 1);
    }
    return new Column(count++);
  }

  /** The same of smaller numbers. */
  public Column add(int[] values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return add(wide);
  }

  private void write(long value) {
    long rest = value;
    while ((rest & -MORE) != 0) {
      bytes.write((int) (rest & MORE - 1) | MORE);
      rest >>>= PAYLOAD_BITS;
    }
    bytes.write((int) rest);
  }

  /** All columns so far, compressed without a header (RFC 1951). */
  byte[] deflated() {
    ByteArrayOutputStream small = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (DeflaterOutputStream out = new DeflaterOutputStream(small, deflater)) {
      bytes.writeTo(out);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written to", e);
    } finally {
      deflater.end();
    }
    return small.toByteArray();
  }
}
