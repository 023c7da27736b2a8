package org.cellsched.sim.engine;

/**
 * Hands out ranges of entity numbers for an {@link EventQueue}, one range for each class of events.
 * What is reserved first is handled first among events at one time.
 */
public final class EntityNumbers {

  private int next;

  /** Reserves {@code count} numbers and answers the first of them. */
  public int reserve(int count) {
    int first = next;
    next += count;
    return first;
  }

  /** How many numbers are reserved in all. */
  public int count() {
    return next;
  }
}
