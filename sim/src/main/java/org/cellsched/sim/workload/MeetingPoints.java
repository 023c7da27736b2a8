package org.cellsched.sim.workload;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/** Where programs meet: mutexes, conditions, barriers, pipes, suspended tasks and shared timers. */
final class MeetingPoints {

  /** Who has it, and who sleeps until it is free, in the order in which they came. */
  static final class Mutex {
    @Nullable Task holder;
    final Deque<Task> sleepers = new ArrayDeque<>();
  }

  /** Tasks that have come, and how many it takes. */
  static final class Barrier {
    final int parties;
    final Deque<Task> sleepers = new ArrayDeque<>();

    Barrier(int parties) {
      this.parties = parties;
    }
  }

  /** Messages on their way, and who sleeps at both ends. */
  static final class Pipe {
    /** PIPE_DEF_BUFFERS of include/linux/pipe_fs_i.h: a message takes one. */
    static final int CAPACITY = 16;

    int messages;
    final Deque<Task> readers = new ArrayDeque<>();
    final Deque<Task> writers = new ArrayDeque<>();
  }

  private final Map<String, Mutex> mutexes = new TreeMap<>();
  private final Map<String, Deque<Task>> conditions = new TreeMap<>();
  private final Map<String, Deque<Task>> suspended = new TreeMap<>();
  private final Map<String, Barrier> barriers = new TreeMap<>();
  private final Map<String, Pipe> pipes = new TreeMap<>();
  private final Map<String, Long> sharedTimersDueNs = new TreeMap<>();

  Mutex mutex(String name) {
    return mutexes.computeIfAbsent(name, unknown -> new Mutex());
  }

  /** Who waits for a condition. */
  Deque<Task> condition(String name) {
    return conditions.computeIfAbsent(name, unknown -> new ArrayDeque<>());
  }

  /** Who is suspended under a name. */
  Deque<Task> suspended(String name) {
    return suspended.computeIfAbsent(name, unknown -> new ArrayDeque<>());
  }

  /** Makes {@code tasks} more tasks parties of a barrier. */
  void join(String barrier, int tasks) {
    Barrier before = barriers.get(barrier);
    barriers.put(barrier, new Barrier(tasks + (before == null ? 0 : before.parties)));
  }

  Barrier barrier(String name) {
    return barriers.computeIfAbsent(name, unknown -> new Barrier(1));
  }

  Pipe pipe(String name) {
    return pipes.computeIfAbsent(name, unknown -> new Pipe());
  }

  Map<String, Long> sharedTimersDueNs() {
    return sharedTimersDueNs;
  }

  /** The task is gone: it waits nowhere and holds nothing; answers the mutexes that it held. */
  Iterable<Mutex> forget(Task task) {
    Deque<Mutex> held = new ArrayDeque<>();
    for (Mutex mutex : mutexes.values()) {
      mutex.sleepers.remove(task);
      if (mutex.holder == task) {
        mutex.holder = null;
        held.add(mutex);
      }
    }
    conditions.values().forEach(waiting -> waiting.remove(task));
    suspended.values().forEach(waiting -> waiting.remove(task));
    barriers.values().forEach(barrier -> barrier.sleepers.remove(task));
    for (Pipe pipe : pipes.values()) {
      pipe.readers.remove(task);
      pipe.writers.remove(task);
    }
    return held;
  }
}
