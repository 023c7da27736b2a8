package org.cellsched.sim.export;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.cellsched.sim.export.PerfettoFields.Trace;
import org.cellsched.sim.export.PerfettoFields.TracePacket;
import org.cellsched.sim.export.PerfettoFields.TrackEvent;

/**
 * Writes a trace packet by packet, each whole. All are of one sequence, and times are Perfetto's
 * trace clock, the default of packets and of ftrace alike: no clock snapshot is needed.
 */
final class PacketWriter {

  private static final int FIRST_CAPACITY = 1 << 16;

  /** A tag and a length. */
  private static final int MOST_HEADER_BYTES = 10;

  /** Of an event's packet: six varints of at most 10 bytes, tags and small numbers. */
  private static final int MOST_EVENT_BYTES = 100;

  /** Any number but 0: this file has one writer. */
  private static final int SEQUENCE = 1;

  private static final int LAST_BYTE_SHIFT = 24;

  // Two fields with small numbers are four bytes, which go out as one little-endian word.

  /** What every packet of an event says of its sequence. */
  private static final int OF_SEQUENCE =
      twoFields(
          TracePacket.TRUSTED_PACKET_SEQUENCE_ID,
          SEQUENCE,
          TracePacket.SEQUENCE_FLAGS,
          TracePacket.SEQ_NEEDS_INCREMENTAL_STATE);

  /** The beginning of an instant; the number of its name is added to the last byte. */
  private static final int INSTANT_NAMED_0 =
      twoFields(TrackEvent.TYPE, TrackEvent.TYPE_INSTANT, TrackEvent.NAME_IID, 0);

  private final OutputStream file;
  private final ProtoMessage envelope = new ProtoMessage();

  /** Packets that are not in the file yet. */
  private byte[] buffer = new byte[FIRST_CAPACITY];

  private CodedOutputStream out = CodedOutputStream.newInstance(buffer);

  /** Where in the buffer the lengths of the event that is being written stand. */
  private int packetLengthAt;

  private int eventLengthAt;

  PacketWriter(OutputStream file) {
    this.file = file;
  }

  /** Of fields below 16 and numbers below 128: a byte for each tag and each number. */
  private static int twoFields(int field, int number, int otherField, int otherNumber) {
    int tagShift = 3; // above the wire type, which is 0 for a varint
    return field << tagShift
        | number << 8
        | otherField << tagShift << 16
        | otherNumber << LAST_BYTE_SHIFT;
  }

  /** The packet that begins the sequence; what it interns is known from then on. */
  void first(ProtoMessage interned) {
    write(
        envelope
            .clear()
            .message(TracePacket.INTERNED_DATA, interned)
            .number(TracePacket.SEQUENCE_FLAGS, TracePacket.SEQ_INCREMENTAL_STATE_CLEARED)
            .number(TracePacket.TRUSTED_PACKET_SEQUENCE_ID, SEQUENCE));
  }

  /** A packet that holds this message. */
  void packet(long timeNs, int field, ProtoMessage content) {
    write(
        envelope
            .clear()
            .number(TracePacket.TIMESTAMP, timeNs)
            .message(field, content)
            .number(TracePacket.TRUSTED_PACKET_SEQUENCE_ID, SEQUENCE));
  }

  /** A bundle has the times in its events. */
  void bundle(ProtoMessage bundle) {
    write(
        envelope
            .clear()
            .message(TracePacket.FTRACE_EVENTS, bundle)
            .number(TracePacket.TRUSTED_PACKET_SEQUENCE_ID, SEQUENCE));
  }

  private void write(ProtoMessage packet) {
    reserve(MOST_HEADER_BYTES + packet.size());
    try {
      out.writeByteArray(Trace.PACKET, packet.bytes(), 0, packet.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new value of a counter. */
  void counter(long timeNs, long track, long value) {
    try {
      beginEvent(timeNs);
      out.writeUInt64(TrackEvent.TYPE, TrackEvent.TYPE_COUNTER);
      out.writeUInt64(TrackEvent.TRACK_UUID, track);
      out.writeUInt64(TrackEvent.COUNTER_VALUE, value);
      endEvent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An instant whose name was interned, under a number below 128. */
  void instant(long timeNs, long track, int nameIid) {
    try {
      beginInstant(timeNs, track, nameIid);
      endEvent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, and a counter that changes with it. */
  void instant(long timeNs, long track, int nameIid, long counterTrack, long value) {
    try {
      beginInstant(timeNs, track, nameIid);
      out.writeUInt64(TrackEvent.EXTRA_COUNTER_VALUES, value);
      out.writeUInt64(TrackEvent.EXTRA_COUNTER_TRACK_UUIDS, counterTrack);
      endEvent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void beginInstant(long timeNs, long track, int nameIid) throws IOException {
    beginEvent(timeNs);
    out.writeFixed32NoTag(INSTANT_NAMED_0 + (nameIid << LAST_BYTE_SHIFT));
    out.writeUInt64(TrackEvent.TRACK_UUID, track);
  }

  /**
   * The frequent packets go straight into the buffer. Both their lengths are below 128, and so take
   * a byte each, which is filled in when what it counts is written.
   */
  private void beginEvent(long timeNs) throws IOException {
    reserve(MOST_EVENT_BYTES);
    packetLengthAt = beginPart(Trace.PACKET);
    out.writeUInt64(TracePacket.TIMESTAMP, timeNs);
    out.writeFixed32NoTag(OF_SEQUENCE);
    eventLengthAt = beginPart(TracePacket.TRACK_EVENT);
  }

  /** Answers where its length goes. */
  private int beginPart(int field) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    int lengthAt = out.getTotalBytesWritten();
    out.writeRawByte(0);
    return lengthAt;
  }

  private void endEvent() {
    int end = out.getTotalBytesWritten();
    buffer[eventLengthAt] = (byte) (end - eventLengthAt - 1);
    buffer[packetLengthAt] = (byte) (end - packetLengthAt - 1);
  }

  /** Makes room for so many bytes. */
  private void reserve(int more) {
    if (out.spaceLeft() < more) {
      drain();
      if (buffer.length < more) {
        buffer = new byte[more];
      }
      out = CodedOutputStream.newInstance(buffer);
    }
  }

  private void drain() {
    try {
      file.write(buffer, 0, out.getTotalBytesWritten());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void close() {
    try (file) {
      drain();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
