package org.cellsched.bench;

/**
 * Delays as if by chance, the same ones each time: an event that was popped comes back after one.
 */
final class Delays {

  /** Longest delay, in nanoseconds. */
  static final int LONGEST_NS = 1 << 20;

  /**
   * An odd multiplier whose high bits are well mixed (Knuth, The Art of Computer Programming 3).
   */
  private static final int SPREAD = 0x9E3779B1;

  private Delays() {}

  /** That of the event with this number, in nanoseconds; at least 1. */
  static int of(int number) {
    return 1 + (number * SPREAD >>> 12) % LONGEST_NS;
  }
}
