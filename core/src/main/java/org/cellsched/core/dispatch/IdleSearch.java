package org.cellsched.core.dispatch;

/**
 * Which idle CPU a task takes. Masks are machine words (64 CPUs a word) of equal length; every
 * search is O(words) and allocates nothing. Among equals the lowest number is taken.
 */
public final class IdleSearch {

  /** No CPU found. */
  public static final int NONE = -1;

  private IdleSearch() {}

  /**
   * The idle CPU for a task, best first: its previous CPU if the whole core is idle (caches warm,
   * core to itself); any CPU of a wholly idle core; the previous CPU; any idle CPU.
   *
   * @param affinity where the task may run
   * @param allowed where it is to be placed: its cell's primary CPUs, or those it may borrow
   * @param excluded CPUs to leave alone
   * @param idleCores CPUs whose whole core is idle
   * @param idleCpus all idle CPUs
   * @return the CPU, or {@link #NONE}
   */
  public static int choose(
      long[] affinity,
      long[] allowed,
      long[] excluded,
      long[] idleCores,
      long[] idleCpus,
      int previousCpu) {
    int any = first(affinity, allowed, excluded, idleCpus);
    if (any == NONE) {
      return NONE;
    }
    boolean previousFits = fits(affinity, allowed, excluded, idleCpus, previousCpu);
    if (previousFits && contains(idleCores, previousCpu)) {
      return previousCpu;
    }
    int wholeCore = first(affinity, allowed, excluded, idleCores);
    if (wholeCore != NONE) {
      return wholeCore;
    }
    return previousFits ? previousCpu : any;
  }

  /** Whether {@code cpu}, which may be negative for none, is in the mask. */
  public static boolean contains(long[] mask, int cpu) {
    return cpu >= 0 && (mask[cpu >>> 6] >>> cpu & 1) != 0;
  }

  /** The lowest CPU in both masks, or {@link #NONE}. */
  public static int first(long[] a, long[] b) {
    for (int word = 0; word < a.length; word++) {
      long bits = a[word] & b[word];
      if (bits != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(bits);
      }
    }
    return NONE;
  }

  /** Whether every CPU of {@code inner} is in {@code outer}. */
  public static boolean covers(long[] outer, long[] inner) {
    for (int word = 0; word < inner.length; word++) {
      if ((inner[word] & ~outer[word]) != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(
      long[] affinity, long[] allowed, long[] excluded, long[] idle, int cpu) {
    return contains(affinity, cpu)
        && contains(allowed, cpu)
        && contains(idle, cpu)
        && !contains(excluded, cpu);
  }

  private static int first(long[] affinity, long[] allowed, long[] excluded, long[] idle) {
    for (int word = 0; word < idle.length; word++) {
      long bits = idle[word] & allowed[word] & affinity[word] & ~excluded[word];
      if (bits != 0) {
        return (word << 6) + Long.numberOfTrailingZeros(bits);
      }
    }
    return NONE;
  }
}
