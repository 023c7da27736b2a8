package org.cellsched.sim.export;

import static com.google.protobuf.CodedOutputStream.computeTagSize;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeUInt64Size;

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

  private static final int BUFFER_BYTES = 1 << 16;

  /** Any number but 0: this file has one writer. */
  private static final int SEQUENCE = 1;

  private final OutputStream file;
  private final CodedOutputStream out;
  private final ProtoMessage envelope = new ProtoMessage();

  PacketWriter(OutputStream file) {
    this.file = file;
    out = CodedOutputStream.newInstance(file, BUFFER_BYTES);
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
    try {
      out.writeByteArray(Trace.PACKET, packet.encoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new value of a counter. */
  void counter(long timeNs, long track, long value) {
    event(timeNs, track, TrackEvent.TYPE_COUNTER, TrackEvent.COUNTER_VALUE, value);
  }

  /** An instant whose name was interned. */
  void instant(long timeNs, long track, long nameIid) {
    event(timeNs, track, TrackEvent.TYPE_INSTANT, TrackEvent.NAME_IID, nameIid);
  }

  /** The frequent packets: straight into the file's buffer, without a message in between. */
  private void event(long timeNs, long track, int type, int field, long value) {
    int eventBytes =
        computeUInt64Size(TrackEvent.TYPE, type)
            + computeUInt64Size(TrackEvent.TRACK_UUID, track)
            + computeUInt64Size(field, value);
    int packetBytes =
        computeUInt64Size(TracePacket.TIMESTAMP, timeNs)
            + computeUInt64Size(TracePacket.TRUSTED_PACKET_SEQUENCE_ID, SEQUENCE)
            + computeUInt64Size(TracePacket.SEQUENCE_FLAGS, TracePacket.SEQ_NEEDS_INCREMENTAL_STATE)
            + computeTagSize(TracePacket.TRACK_EVENT)
            + computeUInt32SizeNoTag(eventBytes)
            + eventBytes;
    try {
      out.writeTag(Trace.PACKET, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(packetBytes);
      out.writeUInt64(TracePacket.TIMESTAMP, timeNs);
      out.writeUInt64(TracePacket.TRUSTED_PACKET_SEQUENCE_ID, SEQUENCE);
      out.writeUInt64(TracePacket.SEQUENCE_FLAGS, TracePacket.SEQ_NEEDS_INCREMENTAL_STATE);
      out.writeTag(TracePacket.TRACK_EVENT, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(eventBytes);
      out.writeUInt64(TrackEvent.TYPE, type);
      out.writeUInt64(TrackEvent.TRACK_UUID, track);
      out.writeUInt64(field, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void close() {
    try (file) {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
