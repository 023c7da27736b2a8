package org.cellsched.sim.scheduler;

import org.cellsched.core.dispatch.IdleSearch;

/**
 * Which CPUs are lent out now, and which are left alone because they were taken back a moment ago.
 */
final class Lending {

  private final CpuMarks lent;
  private final long[] shielded;
  private final long[] shieldedUntilNs;
  private final long shieldNs;

  /** No shield ends before this time. */
  private long nextEndNs = Long.MAX_VALUE;

  Lending(int cpuCount, long shieldNs) {
    lent = new CpuMarks(cpuCount);
    shielded = new long[cpuCount + 63 >>> 6];
    shieldedUntilNs = new long[cpuCount];
    this.shieldNs = shieldNs;
  }

  void lend(int cpu) {
    lent.add(cpu);
  }

  void returned(int cpu) {
    lent.remove(cpu);
  }

  boolean isLent(int cpu) {
    return lent.contains(cpu);
  }

  boolean isAnyLent(long[] owned) {
    return firstLent(owned, owned) != IdleSearch.NONE;
  }

  /**
   * Claims one lent CPU among {@code owned} and {@code affinity} to be taken back, and shields it:
   * the {@code previous} one, whose caches are warm and which most often handles the wakeup itself,
   * else the first; {@link IdleSearch#NONE} if there is none. Whoever claims it is the only one.
   */
  int claim(long[] owned, long[] affinity, int previous, long nowNs) {
    int cpu = firstLent(owned, affinity);
    if (cpu == IdleSearch.NONE) {
      return IdleSearch.NONE;
    }
    if (isLent(previous)
        && IdleSearch.contains(owned, previous)
        && IdleSearch.contains(affinity, previous)) {
      cpu = previous;
    }
    takeBack(cpu, nowNs);
    return cpu;
  }

  private int firstLent(long[] owned, long[] affinity) {
    long[] words = lent.words();
    for (int word = 0; word < words.length; word++) {
      long bits = words[word] & owned[word] & affinity[word];
      if (bits != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(bits);
      }
    }
    return IdleSearch.NONE;
  }

  void takeBack(int cpu, long nowNs) {
    returned(cpu);
    if (shieldNs > 0) {
      shielded[cpu >>> 6] |= 1L << cpu;
      shieldedUntilNs[cpu] = nowNs + shieldNs;
      nextEndNs = Math.min(nextEndNs, nowNs + shieldNs);
    }
  }

  /** Until when the CPU is not to be borrowed; in the past if it may be. */
  long shieldedUntilNs(int cpu) {
    return shieldedUntilNs[cpu];
  }

  /** The CPUs not to be borrowed at this time. */
  long[] shielded(long nowNs) {
    if (nowNs >= nextEndNs) {
      dropShields(nowNs);
    }
    return shielded;
  }

  private void dropShields(long nowNs) {
    nextEndNs = Long.MAX_VALUE;
    for (int word = 0; word < shielded.length; word++) {
      for (long bits = shielded[word]; bits != 0; bits &= bits - 1) {
        int cpu = (word << 6) + Long.numberOfTrailingZeros(bits);
        if (shieldedUntilNs[cpu] <= nowNs) {
          shielded[word] &= ~(1L << cpu);
        } else {
          nextEndNs = Math.min(nextEndNs, shieldedUntilNs[cpu]);
        }
      }
    }
  }
}
