package org.cellsched.sim.export;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.sim.export.DecodedTrace.Instant;
import org.cellsched.sim.export.DecodedTrace.Sample;
import org.cellsched.sim.export.DecodedTrace.Switch;
import org.cellsched.sim.export.DecodedTrace.Waking;

/**
 * What each thread of a trace does, moment by moment, as Perfetto derives it. Events of one moment
 * on different CPUs have no order in a trace: there must be one in which each makes sense.
 */
final class ThreadStates {

  private enum State {
    ASLEEP,
    RUNNABLE,
    /** Runnable, and an idle CPU was found for it. */
    ON_ITS_WAY,
    RUNNING
  }

  /** Decisions by which a task goes to an idle CPU. */
  private static final List<String> FOUND_IDLE =
      Stream.of(Decision.values())
          .filter(decision -> decision.kind() == Decision.Kind.IDLE_FOUND)
          .map(Decision::reason)
          .toList();

  private static final String MOVES = "moves to cell ";
  private static final int FIRST_TASK_TID = 10_000;

  /** Answers whether it made sense now and was done. */
  private record Step(String what, BooleanSupplier tried) {}

  private final TreeMap<Long, List<Step>> steps = new TreeMap<>();
  private final Map<Integer, State> states = new TreeMap<>();
  private final Map<Integer, Switch> onCpu = new TreeMap<>();
  private final Map<Integer, Long> counted = new TreeMap<>();
  private final Map<Integer, Integer> processOf;
  private long nowNs;

  ThreadStates(DecodedTrace trace) {
    processOf = trace.threads.stream().collect(toMap(t -> t.tid(), t -> t.tgid()));
    trace.wakings.forEach(waking -> add(waking.ns(), waking.toString(), () -> wakes(waking)));
    Map<Integer, Switch> before = new TreeMap<>();
    for (Switch next : trace.switches) {
      Switch previous = before.put(next.cpu(), next);
      add(next.ns(), next.toString(), () -> switches(next, previous));
    }
    trace.rare.stream()
        .filter(rare -> rare.what().equals("sched_process_free"))
        .forEach(rare -> add(rare.ns(), rare.toString(), () -> ends(rare.tid())));
    for (Sample sample : trace.samples) {
      if (sample.track().name().equals("tasks in line")) {
        add(sample.ns(), sample.toString(), () -> counts(sample));
      }
    }
    follow(trace);
  }

  /** A thread stays in the process that it began in; what counts it follows its task. */
  private void follow(DecodedTrace trace) {
    Map<String, Integer> pids =
        trace.processes.entrySet().stream().collect(toMap(e -> e.getValue(), e -> e.getKey()));
    for (Instant instant : trace.instants) {
      if (instant.name().startsWith(MOVES)) {
        int pid = pids.get(instant.name().substring(MOVES.length()));
        add(
            instant.ns(),
            instant.toString(),
            () -> processOf.put(instant.track().tid(), pid) != null);
      } else if (FOUND_IDLE.contains(instant.name())) {
        int tid = instant.track().tid();
        add(
            instant.ns(),
            instant.toString(),
            () ->
                states.get(tid) == State.RUNNING || change(tid, State.RUNNABLE, State.ON_ITS_WAY));
      }
    }
  }

  private void add(long ns, String what, BooleanSupplier tried) {
    steps.computeIfAbsent(ns, unknown -> new ArrayList<>()).add(new Step(what, tried));
  }

  /** Goes to the end of the next moment; false if there is none. */
  boolean goOn() {
    Map.Entry<Long, List<Step>> moment = steps.pollFirstEntry();
    if (moment == null) {
      return false;
    }
    nowNs = moment.getKey();
    List<Step> open = moment.getValue();
    boolean progress = true;
    while (progress && !open.isEmpty()) {
      progress = false;
      for (Iterator<Step> each = open.iterator(); each.hasNext(); ) {
        if (each.next().tried().getAsBoolean()) {
          each.remove();
          progress = true;
        }
      }
    }
    if (!open.isEmpty()) {
      throw new AssertionError("makes no sense at %d ns: %s".formatted(nowNs, open));
    }
    return true;
  }

  long nowNs() {
    return nowNs;
  }

  /** Threads in line by process. */
  Map<Integer, Long> inLine() {
    Map<Integer, Long> inLine = new TreeMap<>();
    states.forEach((tid, state) -> {
      if (state == State.RUNNABLE) {
        inLine.merge(processOf.get(tid), 1L, Long::sum);
      }
    });
    return inLine;
  }

  /** The same by the trace's counters. */
  Map<Integer, Long> counted() {
    return counted;
  }

  private boolean wakes(Waking waking) {
    return change(waking.tid(), State.ASLEEP, State.RUNNABLE);
  }

  private boolean switches(Switch next, Switch previous) {
    boolean inOrder = Objects.equals(onCpu.get(next.cpu()), previous);
    if (!inOrder || !isReady(next, previous)) {
      return false;
    }
    if (previous != null && previous.tid() >= FIRST_TASK_TID) {
      states.put(previous.tid(), next.prevState() == 0 ? State.RUNNABLE : State.ASLEEP);
    }
    if (next.tid() >= FIRST_TASK_TID) {
      states.put(next.tid(), State.RUNNING);
    }
    onCpu.put(next.cpu(), next);
    return true;
  }

  private boolean isReady(Switch next, Switch previous) {
    boolean putBackAndTaken = previous != null && previous.tid() == next.tid();
    return next.tid() < FIRST_TASK_TID
        || putBackAndTaken
        || states.get(next.tid()) == State.RUNNABLE
        || states.get(next.tid()) == State.ON_ITS_WAY;
  }

  private boolean ends(int tid) {
    boolean running = states.get(tid) == State.RUNNING;
    if (!running) {
      states.remove(tid);
    }
    return !running;
  }

  private boolean counts(Sample sample) {
    if (sample.value() == 0) {
      counted.remove(sample.track().pid());
    } else {
      counted.put(sample.track().pid(), sample.value());
    }
    return true;
  }

  private boolean change(int tid, State from, State to) {
    boolean makesSense = states.getOrDefault(tid, State.ASLEEP) == from;
    if (makesSense) {
      states.put(tid, to);
    }
    return makesSense;
  }
}
