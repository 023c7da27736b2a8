package org.cellsched.sim.export;

/**
 * Numbers of fields and values in Perfetto's messages, as its repository has them; each class is a
 * message and names the file that defines it, from {@code protos/perfetto/} on.
 */
final class PerfettoFields {

  private PerfettoFields() {}

  /** trace/trace.proto. */
  static final class Trace {
    static final int PACKET = 1;

    private Trace() {}
  }

  /** trace/trace_packet.proto. */
  static final class TracePacket {
    static final int FTRACE_EVENTS = 1;
    static final int PROCESS_TREE = 2;
    static final int TIMESTAMP = 8;
    static final int TRUSTED_PACKET_SEQUENCE_ID = 10;
    static final int TRACK_EVENT = 11;
    static final int INTERNED_DATA = 12;
    static final int SEQUENCE_FLAGS = 13;
    static final int TRACK_DESCRIPTOR = 60;

    /** SequenceFlags. */
    static final int SEQ_INCREMENTAL_STATE_CLEARED = 1;

    /** SequenceFlags. */
    static final int SEQ_NEEDS_INCREMENTAL_STATE = 2;

    private TracePacket() {}
  }

  /** trace/ftrace/ftrace_event_bundle.proto. */
  static final class FtraceEventBundle {
    static final int CPU = 1;
    static final int EVENT = 2;
    static final int COMPACT_SCHED = 4;

    private FtraceEventBundle() {}
  }

  /**
   * trace/ftrace/ftrace_event_bundle.proto, FtraceEventBundle.CompactSched: columns, packed. A time
   * is the difference to the one before it in the column, names are places in the table.
   */
  static final class CompactSched {
    static final int SWITCH_TIMESTAMP = 1;
    static final int SWITCH_PREV_STATE = 2;
    static final int SWITCH_NEXT_PID = 3;
    static final int SWITCH_NEXT_PRIO = 4;
    static final int INTERN_TABLE = 5;
    static final int SWITCH_NEXT_COMM_INDEX = 6;
    static final int WAKING_TIMESTAMP = 7;
    static final int WAKING_PID = 8;
    static final int WAKING_TARGET_CPU = 9;
    static final int WAKING_PRIO = 10;
    static final int WAKING_COMM_INDEX = 11;
    static final int WAKING_COMMON_FLAGS = 12;

    private CompactSched() {}
  }

  /** trace/ftrace/ftrace_event.proto. */
  static final class FtraceEvent {
    static final int TIMESTAMP = 1;
    static final int PID = 2;
    static final int SCHED_WAKEUP_NEW = 114;
    static final int SCHED_PROCESS_FREE = 240;

    private FtraceEvent() {}
  }

  /** trace/ftrace/sched.proto. */
  static final class SchedWakeupNew {
    static final int COMM = 1;
    static final int PID = 2;
    static final int PRIO = 3;
    static final int SUCCESS = 4;
    static final int TARGET_CPU = 5;

    private SchedWakeupNew() {}
  }

  /** trace/ftrace/sched.proto. */
  static final class SchedProcessFree {
    static final int COMM = 1;
    static final int PID = 2;
    static final int PRIO = 3;

    private SchedProcessFree() {}
  }

  /** trace/ps/process_tree.proto, ProcessTree and its Thread and Process. */
  static final class ProcessTree {
    static final int PROCESSES = 1;
    static final int THREADS = 2;

    static final int THREAD_TID = 1;
    static final int THREAD_NAME = 2;
    static final int THREAD_TGID = 3;

    static final int PROCESS_PID = 1;
    static final int PROCESS_CMDLINE = 3;

    private ProcessTree() {}
  }

  /** trace/track_event/track_descriptor.proto. */
  static final class TrackDescriptor {
    static final int UUID = 1;
    static final int NAME = 2;
    static final int PROCESS = 3;
    static final int THREAD = 4;
    static final int PARENT_UUID = 5;
    static final int COUNTER = 8;

    private TrackDescriptor() {}
  }

  /** trace/track_event/process_descriptor.proto. */
  static final class ProcessDescriptor {
    static final int PID = 1;
    static final int PROCESS_NAME = 6;

    private ProcessDescriptor() {}
  }

  /** trace/track_event/thread_descriptor.proto. */
  static final class ThreadDescriptor {
    static final int PID = 1;
    static final int TID = 2;
    static final int THREAD_NAME = 5;

    private ThreadDescriptor() {}
  }

  /** trace/track_event/counter_descriptor.proto. */
  static final class CounterDescriptor {
    static final int UNIT = 3;

    /** Unit. */
    static final int UNIT_COUNT = 2;

    private CounterDescriptor() {}
  }

  /** trace/track_event/track_event.proto. */
  static final class TrackEvent {
    static final int DEBUG_ANNOTATIONS = 4;
    static final int TYPE = 9;
    static final int NAME_IID = 10;
    static final int TRACK_UUID = 11;
    static final int EXTRA_COUNTER_VALUES = 12;
    static final int NAME = 23;
    static final int COUNTER_VALUE = 30;
    static final int EXTRA_COUNTER_TRACK_UUIDS = 31;

    /** Type. */
    static final int TYPE_INSTANT = 3;

    /** Type. */
    static final int TYPE_COUNTER = 4;

    private TrackEvent() {}
  }

  /** trace/track_event/debug_annotation.proto. */
  static final class DebugAnnotation {
    static final int INT_VALUE = 4;
    static final int STRING_VALUE = 6;
    static final int NAME = 10;

    private DebugAnnotation() {}
  }

  /** trace/interned_data/interned_data.proto. */
  static final class InternedData {
    static final int EVENT_NAMES = 2;

    private InternedData() {}
  }

  /** trace/track_event/track_event.proto. */
  static final class EventName {
    static final int IID = 1;
    static final int NAME = 2;

    private EventName() {}
  }
}
