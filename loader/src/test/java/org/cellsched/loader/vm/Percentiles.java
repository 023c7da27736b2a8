package org.cellsched.loader.vm;

import java.util.List;
import java.util.Locale;

/** Prints what was measured: emulation distorts times, so they are told and not judged. */
final class Percentiles {

  private Percentiles() {}

  /** The smallest value that at least this share of all does not exceed. */
  static long of(List<Long> ascending, double share) {
    int rank = (int) Math.ceil(share * ascending.size());
    return ascending.get(Math.max(0, rank - 1));
  }

  static void print(String what, List<Long> ascendingNs) {
    System.out.printf(
        Locale.ROOT,
        "measured: %s: p50 %.2f ms, p99 %.2f ms, longest %.2f ms, of %d%n",
        what,
        of(ascendingNs, 0.5) / 1e6,
        of(ascendingNs, 0.99) / 1e6,
        ascendingNs.getLast() / 1e6,
        ascendingNs.size());
  }
}
