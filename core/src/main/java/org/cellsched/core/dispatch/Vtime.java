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

  /** How far virtual time advances for a task of {@code weight} that ran {@code ranNs}. */
  public static long charge(long ranNs, int weight) {
    return ranNs * DEFAULT_WEIGHT / weight;
  }

  /**
   * Virtual time with which a task enters a queue: a long sleeper gets at most one slice of credit,
   * or it would hold the CPU until it had caught up.
   */
  public static long onEntry(long vtimeNs, long clockNs, long sliceNs) {
    return later(vtimeNs, clockNs - sliceNs);
  }

  /**
   * How long a task should wait at most, given that the kernel gives up after {@code watchdogNs}.
   */
  public static long longestWaitNs(long watchdogNs) {
    return watchdogNs
        / 3; // the kernel's view is up to half a watchdog late, and others arrive later
  }

  /**
   * How far ahead of its queue's clock a task may be when it begins to wait. The clock advances by
   * a CPU's time over the number of tasks that compete, so among many a light one would wait until
   * the kernel's watchdog ends the scheduler: weights hold as far as that allows.
   *
   * @param queued how many wait in the queue already
   */
  public static long mostDebtNs(long longestWaitNs, int queued, long sliceNs) {
    return Math.max(longestWaitNs / (queued + 1), 2 * sliceNs);
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
