package org.cellsched.sim.scheduler;

import org.cellsched.core.dispatch.IdleSearch;

/** Which CPUs something holds for; changes all the time, a CPU at a time. All is O(1). */
final class CpuMarks {

  private final long[] words;

  /** None of so many CPUs. */
  CpuMarks(int cpuCount) {
    words = new long[cpuCount + 63 >>> 6];
  }

  void add(int cpu) {
    words[cpu >>> 6] |= 1L << cpu;
  }

  /** Answers whether it was there. */
  boolean remove(int cpu) {
    boolean was = contains(cpu);
    words[cpu >>> 6] &= ~(1L << cpu);
    return was;
  }

  boolean contains(int cpu) {
    return IdleSearch.contains(words, cpu);
  }

  /** As machine words; not to be changed. */
  long[] words() {
    return words;
  }
}
