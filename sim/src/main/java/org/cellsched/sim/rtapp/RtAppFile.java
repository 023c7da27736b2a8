package org.cellsched.sim.rtapp;

import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.Location;
import org.jspecify.annotations.Nullable;

/** What rt-app 1.0 would do; what only concerns its logs is left out. Immutable. */
record RtAppFile(Global global, List<Task> tasks) {

  /** Loops without an end. */
  static final int FOR_EVER = -1;

  RtAppFile {
    tasks = List.copyOf(tasks);
  }

  /**
   * What holds for the whole use case.
   *
   * @param durationSeconds {@link #FOR_EVER}: until all threads have ended
   * @param bufferBytes the most that a single write of {@code iorun} takes
   */
  record Global(int durationSeconds, Policy defaultPolicy, long bufferBytes, String ioDevice) {

    static final Global DEFAULT = new Global(FOR_EVER, Policy.SCHED_OTHER, 4 << 20, "/dev/null");
  }

  /** Scheduling policies, by the names that rt-app has for them. */
  enum Policy {
    SCHED_OTHER,
    SCHED_BATCH,
    SCHED_IDLE,
    SCHED_FIFO,
    SCHED_RR,
    SCHED_DEADLINE
  }

  /**
   * Threads that are alike.
   *
   * @param instances how many start by themselves; 0 for what is only forked
   * @param loop how often the phases are gone through; {@link #FOR_EVER}
   */
  record Task(
      Location location,
      String name,
      int instances,
      long delayUs,
      int loop,
      Attributes attributes,
      List<Phase> phases) {

    Task {
      phases = List.copyOf(phases);
    }
  }

  /**
   * A part of a thread's life.
   *
   * @param loop how often its events are gone through; {@link #FOR_EVER}
   * @param attributes what is set on entering it; what is not set stays as it was, but for the
   *     CPUs, which become the task's again
   */
  record Phase(
      Location location, String name, int loop, Attributes attributes, List<RtAppEvent> events) {

    Phase {
      events = List.copyOf(events);
    }
  }

  /**
   * What a task or a phase says about where and how it is scheduled; null where it says nothing.
   */
  record Attributes(
      @Nullable Setting<CpuMask> cpus,
      @Nullable Setting<Policy> policy,
      @Nullable Setting<Integer> priority,
      @Nullable Setting<String> taskgroup) {}

  /** A value and the place that sets it. */
  record Setting<T>(Location location, T value) {}
}
