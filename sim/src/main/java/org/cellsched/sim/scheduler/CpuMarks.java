package org.cellsched.sim.scheduler;

import org.cellsched.core.dispatch.IdleSearch;

/**
 * CPUs that found nothing to run, or are about to. A CPU joins before it looks for the last time,
 * and whoever queues a task looks here afterwards: either the CPU finds the task, or it is told.
 * The kernel's idle mask cannot do that: a CPU's bit there is set after its last look.
 */
final class SearchingCpus {

  private final long[] words;

  SearchingCpus(int cpuCount) {
    words = new long[cpuCount + 63 >>> 6];
  }

  void add(int cpu) {
    words[cpu >>> 6] |= 1L << cpu;
  }

  /** It has something to run, or was told to look again; answers whether it searched. */
  boolean remove(int cpu) {
    boolean searched = IdleSearch.contains(words, cpu);
    words[cpu >>> 6] &= ~(1L << cpu);
    return searched;
  }

  /** As machine words; not to be changed. */
  long[] words() {
    return words;
  }
}
