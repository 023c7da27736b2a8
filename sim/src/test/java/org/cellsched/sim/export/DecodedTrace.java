package org.cellsched.sim.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trace, decoded by protobuf's own reader with a schema that the writer knows nothing of, and
 * refused where it is not whole or not as Perfetto's importer demands it.
 */
public final class DecodedTrace {

  private static final Descriptor SCHEMA = ProtoSchema.read("/perfetto/trace.proto").get("Trace");

  private static final int TYPE_INSTANT = 3;
  private static final int TYPE_COUNTER = 4;

  /** sched_switch: what left is what came before on that CPU. */
  public record Switch(long ns, int cpu, long prevState, int tid, int priority, String comm) {}

  public record Waking(long ns, int cpu, int tid, String comm) {}

  /** sched_wakeup_new or sched_process_free. */
  public record Rare(long ns, int cpu, String what, int tid, String comm) {}

  public record Thread(int tid, int tgid, String name) {}

  /**
   * @param pid of the process that it belongs to; 0 if none
   * @param tid of the thread whose track it is; 0 if none's
   */
  public record Track(long uuid, String name, int pid, int tid, boolean counter) {}

  public record Sample(long ns, Track track, long value) {}

  public record Instant(long ns, Track track, String name, Map<String, String> notes) {}

  public final List<Switch> switches = new ArrayList<>();
  public final List<Waking> wakings = new ArrayList<>();
  public final List<Rare> rare = new ArrayList<>();
  public final Map<Integer, String> processes = new TreeMap<>();
  public final List<Thread> threads = new ArrayList<>();
  public final Map<Long, Track> tracks = new TreeMap<>();
  public final List<Sample> samples = new ArrayList<>();
  public final List<Instant> instants = new ArrayList<>();
  public int packets;
  private final Map<Long, String> eventNames = new TreeMap<>();

  public static DecodedTrace of(byte[] file) {
    DecodedTrace trace = new DecodedTrace();
    CodedInputStream in = CodedInputStream.newInstance(file);
    in.setSizeLimit(Integer.MAX_VALUE);
    try {
      DynamicMessage whole = DynamicMessage.parseFrom(SCHEMA, in);
      requireKnown(whole);
      list(whole, "packet").forEach(packet -> trace.add((Message) packet));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Comparator<Switch> byTime = Comparator.comparingLong(Switch::ns);
    trace.switches.sort(byTime);
    trace.wakings.sort(Comparator.comparingLong(Waking::ns));
    trace.samples.sort(Comparator.comparingLong(Sample::ns));
    return trace;
  }

  /** In it and in all that it holds. */
  private static void requireKnown(Message message) {
    assertThat(message.getUnknownFields().asMap())
        .as("fields of %s that the schema lacks", message.getDescriptorForType().getName())
        .isEmpty();
    for (Object value : message.getAllFields().values()) {
      if (value instanceof Message part) {
        requireKnown(part);
      } else if (value instanceof List<?> parts) {
        parts.forEach(part -> {
          if (part instanceof Message inner) {
            requireKnown(inner);
          }
        });
      }
    }
  }

  private void add(Message packet) {
    boolean first = packets++ == 0;
    assertThat(number(packet, "trusted_packet_sequence_id")).as("sequence").isEqualTo(1);
    boolean cleared = (number(packet, "sequence_flags") & 1) != 0;
    assertThat(cleared).as("incremental state is cleared first, and once").isEqualTo(first);
    String kind = onlyContent(packet);
    Message content = part(packet, kind);
    switch (kind) {
      case "interned_data" -> intern(content);
      case "ftrace_events" -> addBundle(content);
      case "process_tree" -> addProcesses(content);
      case "track_descriptor" -> addTrack(content);
      case "track_event" -> addEvent(number(packet, "timestamp"), content);
      default -> throw new AssertionError(kind);
    }
  }

  private static String onlyContent(Message packet) {
    List<String> messages =
        packet.getAllFields().keySet().stream()
            .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
            .map(field -> field.getName())
            .toList();
    assertThat(messages).as("contents of a packet").hasSize(1);
    return messages.getFirst();
  }

  private void intern(Message data) {
    for (Object name : list(data, "event_names")) {
      eventNames.put(number((Message) name, "iid"), text((Message) name, "name"));
    }
  }

  private void addBundle(Message bundle) {
    int cpu = (int) number(bundle, "cpu");
    for (Object event : list(bundle, "event")) {
      addRare(cpu, (Message) event);
    }
    if (has(bundle, "compact_sched")) {
      Message compact = part(bundle, "compact_sched");
      addSwitches(cpu, compact);
      addWakings(cpu, compact);
    }
  }

  private void addRare(int cpu, Message event) {
    for (String what : List.of("sched_wakeup_new", "sched_process_free")) {
      if (has(event, what)) {
        Message content = part(event, what);
        int tid = (int) number(content, "pid");
        rare.add(new Rare(number(event, "timestamp"), cpu, what, tid, text(content, "comm")));
      }
    }
  }

  private void addSwitches(int cpu, Message compact) {
    int count = list(compact, "switch_timestamp").size();
    for (String column : List.of("prev_state", "next_pid", "next_prio", "next_comm_index")) {
      assertThat(list(compact, "switch_" + column)).as(column).hasSize(count);
    }
    long ns = 0;
    for (int i = 0; i < count; i++) {
      ns += at(compact, "switch_timestamp", i);
      switches.add(
          new Switch(
              ns,
              cpu,
              at(compact, "switch_prev_state", i),
              (int) at(compact, "switch_next_pid", i),
              (int) at(compact, "switch_next_prio", i),
              comm(compact, "switch_next_comm_index", i)));
    }
  }

  private void addWakings(int cpu, Message compact) {
    int count = list(compact, "waking_timestamp").size();
    for (String column : List.of("pid", "target_cpu", "prio", "comm_index", "common_flags")) {
      assertThat(list(compact, "waking_" + column)).as(column).hasSize(count);
    }
    long ns = 0;
    for (int i = 0; i < count; i++) {
      ns += at(compact, "waking_timestamp", i);
      int tid = (int) at(compact, "waking_pid", i);
      wakings.add(new Waking(ns, cpu, tid, comm(compact, "waking_comm_index", i)));
    }
  }

  private static String comm(Message compact, String column, int i) {
    return (String) list(compact, "intern_table").get((int) at(compact, column, i));
  }

  private void addProcesses(Message tree) {
    for (Object process : list(tree, "processes")) {
      String name = (String) list((Message) process, "cmdline").getFirst();
      processes.put((int) number((Message) process, "pid"), name);
    }
    for (Object each : list(tree, "threads")) {
      Message thread = (Message) each;
      threads.add(
          new Thread(
              (int) number(thread, "tid"), (int) number(thread, "tgid"), text(thread, "name")));
    }
  }

  private void addTrack(Message track) {
    long uuid = number(track, "uuid");
    long parent = number(track, "parent_uuid");
    int pid = parent == 0 ? 0 : tracks.get(parent).pid();
    if (has(track, "process")) {
      pid = (int) number(part(track, "process"), "pid");
    }
    int tid = has(track, "thread") ? (int) number(part(track, "thread"), "tid") : 0;
    Track before =
        tracks.put(uuid, new Track(uuid, text(track, "name"), pid, tid, has(track, "counter")));
    assertThat(before).as("another track with this number").isNull();
  }

  private void addEvent(long ns, Message event) {
    Track track = tracks.get(number(event, "track_uuid"));
    assertThat(track).as("the track of an event, described before it").isNotNull();
    int type = (int) number(event, "type");
    if (type == TYPE_COUNTER) {
      assertThat(track.counter()).as("a counter's value on a counter's track").isTrue();
      samples.add(new Sample(ns, track, number(event, "counter_value")));
    } else {
      assertThat(type).isEqualTo(TYPE_INSTANT);
      String name =
          has(event, "name_iid") ? eventNames.get(number(event, "name_iid")) : text(event, "name");
      assertThat(name).as("the name of an instant").isNotEmpty();
      instants.add(new Instant(ns, track, name, notes(event)));
      List<?> counters = list(event, "extra_counter_track_uuids");
      assertThat(list(event, "extra_counter_values")).hasSameSizeAs(counters);
      for (int i = 0; i < counters.size(); i++) {
        Track counter = tracks.get(at(event, "extra_counter_track_uuids", i));
        assertThat(counter.counter()).isTrue();
        samples.add(new Sample(ns, counter, at(event, "extra_counter_values", i)));
      }
    }
  }

  private static Map<String, String> notes(Message event) {
    Map<String, String> notes = new TreeMap<>();
    for (Object each : list(event, "debug_annotations")) {
      Message note = (Message) each;
      String value =
          has(note, "string_value")
              ? text(note, "string_value")
              : Long.toString(number(note, "int_value"));
      notes.put(text(note, "name"), value);
    }
    return notes;
  }

  private static boolean has(Message message, String field) {
    return message.hasField(message.getDescriptorForType().findFieldByName(field));
  }

  private static Message part(Message message, String field) {
    return (Message) message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  private static List<?> list(Message message, String field) {
    return (List<?>) message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  private static long at(Message message, String column, int i) {
    return ((Number) list(message, column).get(i)).longValue();
  }

  private static long number(Message message, String field) {
    return ((Number) message.getField(message.getDescriptorForType().findFieldByName(field)))
        .longValue();
  }

  private static String text(Message message, String field) {
    return (String) message.getField(message.getDescriptorForType().findFieldByName(field));
  }
}
