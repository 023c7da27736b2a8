package org.cellsched.loader.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cellsched.core.cpu.CpuMask;

/**
 * Every switch and wakeup of a stretch of time, as the kernel's own tracepoints tell: an account
 * that owes nothing to the scheduler under test. Times are those of {@link System#nanoTime}.
 */
final class SchedTrace implements AutoCloseable {

  private static final Path TRACING = Path.of("/sys/kernel/tracing");

  /** Of one CPU; a switch takes about 100 bytes. */
  private static final String BUFFER_KIB = "4096";

  private static final Pattern EVENT =
      Pattern.compile("\\[(\\d+)] \\S+ +(\\d+)\\.(\\d+): (sched_switch|sched_waking): (.*)");
  private static final Pattern NEXT = Pattern.compile("next_comm=(.*) next_pid=(\\d+)");
  private static final Pattern WOKEN = Pattern.compile("comm=(.*) pid=(\\d+)");

  /** A task had a CPU from then to then. */
  record Turn(int cpu, long pid, String name, long fromNs, long toNs) {}

  private final List<Turn> turns = new ArrayList<>();
  private final Map<String, List<Long>> latenciesNs = new LinkedHashMap<>();

  private SchedTrace() {}

  /** From now on. */
  static SchedTrace begin() throws IOException {
    write("tracing_on", "0");
    write("trace_clock", "mono");
    write("buffer_size_kb", BUFFER_KIB);
    write("set_event", "sched:sched_switch sched:sched_waking");
    write("trace", "");
    write("tracing_on", "1");
    return new SchedTrace();
  }

  private static void write(String file, String text) throws IOException {
    Files.writeString(TRACING.resolve(file), text + "\n");
  }

  /** Until now; what follows tells of it. */
  SchedTrace end() throws IOException {
    close();
    Map<Integer, Turn> current = new LinkedHashMap<>();
    Map<Long, Long> wokenNs = new LinkedHashMap<>();
    try (Stream<String> lines = Files.lines(TRACING.resolve("trace"))) {
      lines.forEach(line -> read(line, current, wokenNs));
    }
    return this;
  }

  private void read(String line, Map<Integer, Turn> current, Map<Long, Long> wokenNs) {
    Matcher event = EVENT.matcher(line);
    if (!event.find()) {
      return;
    }
    int cpu = Integer.parseInt(event.group(1));
    long nowNs =
        Long.parseLong(event.group(2)) * 1_000_000_000 + Long.parseLong(event.group(3)) * 1_000;
    if (event.group(4).equals("sched_waking")) {
      wokenNs.put(Long.valueOf(task(WOKEN, event.group(5)).group(2)), nowNs);
      return;
    }
    Matcher next = task(NEXT, event.group(5));
    long pid = Long.parseLong(next.group(2));
    Turn before = current.put(cpu, new Turn(cpu, pid, next.group(1), nowNs, nowNs));
    if (before != null && before.pid != 0) {
      turns.add(new Turn(cpu, before.pid, before.name, before.fromNs, nowNs));
    }
    Long woken = wokenNs.remove(pid);
    if (woken != null) {
      latenciesNs.computeIfAbsent(next.group(1), name -> new ArrayList<>()).add(nowNs - woken);
    }
  }

  private static Matcher task(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return found;
  }

  /** The turns of these processes, of one thread each, in the order in which they ended. */
  List<Turn> turnsOf(List<Worker> workers) {
    List<Long> pids = workers.stream().map(worker -> worker.process().pid()).toList();
    return turns.stream().filter(turn -> pids.contains(turn.pid)).toList();
  }

  /** CPUs on which they ran. */
  CpuMask cpusOf(List<Worker> workers) {
    return turnsOf(workers).stream()
        .map(turn -> CpuMask.of(turn.cpu))
        .reduce(CpuMask.none(), CpuMask::or);
  }

  /** CPUs on which threads of this name ran. */
  CpuMask cpusOfNamed(String thread) {
    return turns.stream()
        .filter(turn -> turn.name.equals(thread))
        .map(turn -> CpuMask.of(turn.cpu))
        .reduce(CpuMask.none(), CpuMask::or);
  }

  /** From each wakeup of threads of this name to the next turn, in ascending order. */
  List<Long> latenciesNs(String thread) {
    return latenciesNs.getOrDefault(thread, List.of()).stream().sorted().toList();
  }

  @Override
  public void close() throws IOException {
    write("tracing_on", "0");
    write("set_event", "");
  }
}
