package org.cellsched.core.cpu;

import java.util.Arrays;

/**
 * A set of CPU numbers that changes in place: the event path's twin of {@link CpuMask}.
 *
 * <p>Grows when a higher CPU is set, allocates nothing otherwise. Not safe for concurrent use.
 * Single-CPU operations are O(1); searches are O(words).
 */
public final class MutableCpuMask {

  private long[] words;

  /** An empty set with room for CPUs 0 to {@code cpuCount - 1}. */
  public MutableCpuMask(int cpuCount) {
    words = new long[cpuCount + 63 >>> 6];
  }

  /** A copy of {@code mask} with room for CPUs 0 to {@code cpuCount - 1} at least. */
  public static MutableCpuMask copyOf(CpuMask mask, int cpuCount) {
    MutableCpuMask copy = new MutableCpuMask(0);
    copy.words = mask.toWords(Math.max(cpuCount, mask.last() + 1) + 63 >>> 6);
    return copy;
  }

  /** Adds {@code cpu}. Throws IllegalArgumentException outside 0..8191. */
  public void set(int cpu) {
    if (cpu < 0 || cpu >= CpuMask.MAX_CPUS) {
      throw new IllegalArgumentException("CPU " + cpu + " is outside 0.." + (CpuMask.MAX_CPUS - 1));
    }
    int word = cpu >>> 6;
    if (word >= words.length) {
      words = Arrays.copyOf(words, word + 1);
    }
    words[word] |= 1L << cpu;
  }

  /** Adds the CPUs {@code first} to {@code last}, both included. */
  public void setRange(int first, int last) {
    for (int cpu = first; cpu <= last; cpu++) {
      set(cpu);
    }
  }

  public void clear(int cpu) {
    int word = cpu >>> 6;
    if (word < words.length) {
      words[word] &= ~(1L << cpu);
    }
  }

  public boolean contains(int cpu) {
    int word = cpu >>> 6;
    return word < words.length && (words[word] >>> cpu & 1) != 0;
  }

  public boolean isEmpty() {
    for (long word : words) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  /** Number of CPUs in the set. */
  public int size() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** The words themselves, not a copy: for searches over several masks at once. */
  public long[] words() {
    return words;
  }

  public CpuMask toImmutable() {
    return CpuMask.copyOfWords(words);
  }

  @Override
  public String toString() {
    return toImmutable().toString();
  }
}
