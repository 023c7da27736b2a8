package org.cellsched.sim.export;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A protobuf message in the making, in memory; to be used again after {@link #clear}. Protobuf's
 * stream writes straight into an array, which is several times as fast as through a buffer of its
 * own.
 */
final class ProtoMessage {

  private static final int FIRST_CAPACITY = 512;

  /** A tag and a varint of 64 bits, or a tag and a length. */
  private static final int MOST_FIELD_BYTES = 15;

  private static final int MOST_VARINT_BYTES = 10;

  /** UTF-8 takes no more for a char. */
  private static final int MOST_CHAR_BYTES = 3;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private CodedOutputStream fields = CodedOutputStream.newInstance(bytes);

  /** Where in the array {@link #fields} began to write. */
  private int begin;

  /** An int32, int64, uint32, uint64 or enum. */
  ProtoMessage number(int field, long value) {
    reserve(MOST_FIELD_BYTES);
    try {
      fields.writeUInt64(field, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  ProtoMessage text(int field, String value) {
    reserve(MOST_FIELD_BYTES + MOST_CHAR_BYTES * value.length());
    try {
      fields.writeString(field, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A message that is complete; it may be cleared after. */
  ProtoMessage message(int field, ProtoMessage part) {
    reserve(MOST_FIELD_BYTES + part.size());
    try {
      fields.writeByteArray(field, part.bytes, 0, part.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The first {@code count} of these as packed varints; nothing if there are none. */
  ProtoMessage packed(int field, long[] values, int count) {
    if (count == 0) {
      return this;
    }
    int size = 0;
    for (int i = 0; i < count; i++) {
      size += CodedOutputStream.computeUInt64SizeNoTag(values[i]);
    }
    reserve(MOST_FIELD_BYTES + size + MOST_VARINT_BYTES);
    try {
      fields.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      fields.writeUInt32NoTag(size);
      for (int i = 0; i < count; i++) {
        fields.writeUInt64NoTag(values[i]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private void reserve(int more) {
    if (fields.spaceLeft() < more) {
      begin = size();
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, begin + more));
      fields = CodedOutputStream.newInstance(bytes, begin, bytes.length - begin);
    }
  }

  /** Its length so far. */
  int size() {
    return begin + fields.getTotalBytesWritten();
  }

  /** What is encoded so far stands at the beginning of this array. */
  byte[] bytes() {
    return bytes;
  }

  ProtoMessage clear() {
    begin = 0;
    fields = CodedOutputStream.newInstance(bytes);
    return this;
  }
}
