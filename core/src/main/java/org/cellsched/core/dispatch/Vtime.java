package org.cellsched.core.dispatch;

/**
 * Arithmetic of weighted virtual time, in nanoseconds of a task of weight {@link #DEFAULT_WEIGHT}.
 *
 * <p>A task's virtual time advances by the time it ran, scaled by the inverse of its weight; a
 * queue serves the lowest first. Virtual times wrap around in the kernel (unsigned 64 bits), so
 * they are compared by difference, never with {@code <}.
 */
public final class Vtime {

  /** Weight of a task of nice 0. */
  public static final int DEFAULT_WEIGHT = 100;

  /** Smallest and largest weight that the kernel hands out (CGROUP_WEIGHT_MIN and _MAX). */
  public static final int MIN_WEIGHT = 1;

  public static final int MAX_WEIGHT = 10_000;

  private Vtime() {}

  /** Whether {@code a} comes before {@code b}, given that they are less than 2^63 apart. */
  public static boolean before(long a, long b) {
    return a - b < 0;
  }

  /** The later of two virtual times. */
  public static long later(long a, long b) {
    return before(a, b) ? b : a;
  }

  /** The earlier of two virtual times. */
  public static long earlier(long a, long b) {
    return before(a, b) ? a : b;
  }

  /** How far virtual time advances for a task of {@code weight} that ran {@code ranNs}. */
  public static long charge(long ranNs, int weight) {
    return ranNs * DEFAULT_WEIGHT / weight;
  }

  /**
   * How far a long sleeper may be behind the clock: a turn, or it would hold the CPU until it had
   * caught up. A heavy task's turn is less than a slice of virtual time, which would be worth up to
   * 100 turns to it; a light one's more, and a slice will do.
   */
  public static long mostCreditNs(long sliceNs, int weight) {
    return Math.min(sliceNs, charge(sliceNs, weight));
  }

  /** Virtual time with which a task enters a queue: its credit is bounded. */
  public static long onEntry(long vtimeNs, long clockNs, long sliceNs, int weight) {
    return later(vtimeNs, clockNs - mostCreditNs(sliceNs, weight));
  }

  /**
   * How far a queue's floor holds for a task that enters: a turn of its own ahead of the clock at
   * most. The floor rose by the weights of then, and if those of now are greater it may be many
   * turns away. Whoever starts from ahead of the clock moves it, so a turn is enough.
   */
  public static long floorOnEntry(long floorNs, long clockNs, long sliceNs, int weight) {
    return earlier(floorNs, clockNs + charge(sliceNs, weight));
  }

  /**
   * After how long a wait a task is overdue, and goes next whatever its virtual time, given that
   * the kernel ends the scheduler once a task has waited {@code watchdogNs}. The clock advances by
   * a CPU's time over the number of tasks that compete, and hardly at all while others wake with
   * credit again and again: a light task among many would wait for minutes. Weights hold as far as
   * the watchdog allows.
   */
  public static long longestWaitNs(long watchdogNs) {
    return watchdogNs / 3;
  }

  /**
   * How often a queue is looked through for tasks that are {@linkplain #longestWaitNs overdue}:
   * each look costs O(waiting tasks).
   */
  public static long overdueLookNs(long watchdogNs) {
    return longestWaitNs(watchdogNs) / 4;
  }

  /** A virtual time moved from one clock to another, with its lag (distance to the clock) kept. */
  public static long carriedOver(long vtimeNs, long oldClockNs, long newClockNs) {
    return newClockNs + (vtimeNs - oldClockNs);
  }

  /**
   * A task's weight within its cell: its own (from nice) composed with its cgroups' {@code
   * cpu.weight}, whose default is 100, within the kernel's limits.
   */
  public static int composedWeight(int taskWeight, int cgroupWeight) {
    long product = (long) taskWeight * cgroupWeight / DEFAULT_WEIGHT;
    return Math.clamp(product, MIN_WEIGHT, MAX_WEIGHT);
  }
}
