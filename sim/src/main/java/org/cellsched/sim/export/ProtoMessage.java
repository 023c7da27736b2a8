package org.cellsched.sim.export;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A protobuf message in the making, in memory; to be used again after {@link #clear}. */
final class ProtoMessage {

  private static final int BUFFER_BYTES = 512;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
  private final CodedOutputStream fields = CodedOutputStream.newInstance(bytes, BUFFER_BYTES);

  /** An int32, int64, uint32, uint64 or enum. */
  ProtoMessage number(int field, long value) {
    try {
      fields.writeUInt64(field, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  ProtoMessage text(int field, String value) {
    try {
      fields.writeString(field, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A message that is complete; it may be cleared after. */
  ProtoMessage message(int field, ProtoMessage part) {
    try {
      byte[] encoded = part.encoded();
      fields.writeByteArray(field, encoded);
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

  byte[] encoded() {
    try {
      fields.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  ProtoMessage clear() {
    encoded(); // what the stream still holds
    bytes.reset();
    return this;
  }
}
