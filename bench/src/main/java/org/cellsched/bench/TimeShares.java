package org.cellsched.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.TextTable;

/**
 * Where the time of the loads of {@link Goals} goes: {@code bin/bench profile}. Java's flight
 * recorder looks at the stack some fifty times a second; a look counts for the first part in it
 * that knows the method, from the innermost call outwards.
 */
final class TimeShares {

  private static final String SAMPLE = "jdk.ExecutionSample";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final String SIM = "org.cellsched.sim.";
  private static final String OTHER = "other";

  /** Parts of the simulator by the beginning of a class's name; the first that fits. */
  private static final SequencedMap<String, String> PARTS = parts();

  private final Effort effort;
  private final Speed speed;

  TimeShares(Effort effort) {
    this.effort = effort;
    speed = new Speed(effort.warmUpMs() * Goals.MS_NS);
  }

  private static SequencedMap<String, String> parts() {
    SequencedMap<String, String> parts = new LinkedHashMap<>();
    for (String watcher : List.of("Observers", "check.", "metrics.", "trace.", "explain.")) {
      parts.put(SIM + watcher, "checks, metrics, digest");
    }
    parts.put(SIM + "fuzz.SituationCounter", "situations of a campaign");
    parts.put(SIM + "fuzz.", "drawing scenarios");
    parts.put(SIM + "scheduler.", "model of the data plane");
    for (String controller :
        List.of("core.control.", "core.plan.", "core.demand.", "sim.control.")) {
      parts.put("org.cellsched." + controller, "controller and planner");
    }
    parts.put(SIM + "interleaving.", "overlapping callbacks");
    parts.put(SIM + "workload.", "what tasks do");
    parts.put(SIM + "engine.", "event queue");
    parts.put(SIM + "kernel.DispatchQueue", "dispatch queues");
    parts.put(SIM + "kernel.", "model of the kernel");
    parts.put(SIM, "a run's loop, beginning, end");
    return parts;
  }

  /** Looks at all loads and prints a column for each. Some two minutes, with all effort. */
  void print(PrintStream out) throws IOException {
    SequencedMap<String, Runnable> loads = new LinkedHashMap<>();
    for (int cpus : Goals.SIZES) {
      loads.put(
          String.format(Locale.ROOT, "%,d CPUs", cpus),
          () -> speed.of(Loads.uniform(cpus, effort.cpuMs())));
    }
    FuzzingLoad fuzzing = new FuzzingLoad();
    loads.put("fuzzing", () -> speed.meanNs(fuzzing::runs));
    List<String> header = new ArrayList<>(List.of("part"));
    header.addAll(loads.sequencedKeySet());
    TreeMap<String, List<String>> cells = new TreeMap<>();
    for (Runnable load : loads.values()) {
      SequencedMap<String, Long> shares = sharesOf(load);
      long all = Math.max(1, shares.values().stream().mapToLong(Long::longValue).sum());
      shares.forEach((part, looks) ->
          cells
              .computeIfAbsent(part, unknown -> new ArrayList<>())
              .add(looks == 0 ? "-" : Math.round(100.0 * looks / all) + " %"));
    }
    TextTable table = new TextTable(header.toArray(String[]::new));
    partsInOrder().forEach(part -> table.row(row(part, cells.getOrDefault(part, List.of()))));
    table.lines(Page.COLUMNS).forEach(out::println);
    out.println("Of the looks at the stack, by the innermost part that knows the method.");
    ResultTable.printMachine(out);
  }

  private static String[] row(String part, List<String> cells) {
    List<String> row = new ArrayList<>(List.of(part));
    row.addAll(cells);
    return row.toArray(String[]::new);
  }

  private static List<String> partsInOrder() {
    List<String> all = new ArrayList<>(PARTS.values().stream().distinct().toList());
    all.add(OTHER);
    return all;
  }

  /** By part, how many looks found it; the first half of the load warms up unseen. */
  private static SequencedMap<String, Long> sharesOf(Runnable load) throws IOException {
    load.run();
    Path file = Files.createTempFile("bench", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(SAMPLE).withPeriod(BETWEEN_LOOKS);
      recording.start();
      load.run();
      recording.stop();
      recording.dump(file);
      SequencedMap<String, Long> looks = new LinkedHashMap<>();
      partsInOrder().forEach(part -> looks.put(part, 0L));
      for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
        if (event.getEventType().getName().equals(SAMPLE) && isOwn(event)) {
          looks.merge(partOf(event.getStackTrace()), 1L, Long::sum);
        }
      }
      return looks;
    } finally {
      Files.delete(file);
    }
  }

  private static boolean isOwn(RecordedEvent event) {
    return event.getStackTrace() != null
        && event.getThread("sampledThread").getJavaThreadId() == Thread.currentThread().threadId();
  }

  private static String partOf(RecordedStackTrace trace) {
    for (RecordedFrame frame : trace.getFrames()) {
      String type = frame.getMethod().getType().getName();
      for (var part : PARTS.entrySet()) {
        if (type.startsWith(part.getKey())) {
          return part.getValue();
        }
      }
    }
    return OTHER;
  }
}
