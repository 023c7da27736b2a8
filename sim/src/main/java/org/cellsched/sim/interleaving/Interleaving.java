package org.cellsched.sim.interleaving;

import java.util.List;

/**
 * Where callbacks are interrupted by others. At each boundary (a call into the kernel while
 * something else is due at the same instant, or stands still) a callback goes on, or stands still
 * while another begins or goes on.
 */
public sealed interface Interleaving {

  /** Every callback runs to its end at once. */
  Interleaving NONE = new Listed(List.of());

  /** Whether callbacks may be interrupted at all. */
  default boolean overlaps() {
    return !equals(NONE);
  }

  /**
   * At one boundary in {@code oneIn}, on average, somebody else goes on; drawn by {@code seed}.
   *
   * @param oneIn at least 1
   */
  record Drawn(long seed, int oneIn) implements Interleaving {}

  /** At these boundaries and no others; the last one counts if two name the same. */
  record Listed(List<Switch> switches) implements Interleaving {

    public Listed {
      switches = List.copyOf(switches);
    }
  }

  /**
   * A change from one callback to another.
   *
   * @param boundary its number, counted from 0 over the whole run
   * @param to who goes on, counted from 0: first those that stand still, the one that began to last
   *     first; then the events that are due, in the order in which they would come. The last one if
   *     there are fewer
   */
  record Switch(int boundary, int to) {}
}
