package org.cellsched.sim.report;

import org.cellsched.host.report.Report.Span;
import org.cellsched.host.table.Amounts;
import org.jspecify.annotations.Nullable;

/**
 * In how much of a run a latency exceeded its limit.
 *
 * @param late stretches of time in which it did
 * @param known stretches in which there was anything to measure
 * @param widthNs of a stretch
 * @param first the first late one; null if there is none
 * @param worst the one with the largest latency; null if nothing is known
 */
record LateStretches(
    int late, int known, long widthNs, @Nullable Span first, @Nullable Span worst) {

  /**
   * Counts them. O(stretches).
   *
   * @param valuesNs by stretch; {@link Spread#NOTHING} where nothing was measured
   * @param endNs the last stretch may be shorter
   */
  static LateStretches of(long[] valuesNs, long limitNs, long widthNs, long endNs) {
    int late = 0;
    int known = 0;
    int first = -1;
    int worst = -1;
    for (int i = 0; i < valuesNs.length; i++) {
      if (valuesNs[i] == Spread.NOTHING) {
        continue;
      }
      known++;
      if (worst < 0 || valuesNs[i] > valuesNs[worst]) {
        worst = i;
      }
      if (valuesNs[i] > limitNs) {
        late++;
        first = first < 0 ? i : first;
      }
    }
    return new LateStretches(
        late, known, widthNs, span(first, widthNs, endNs), span(worst, widthNs, endNs));
  }

  private static @Nullable Span span(int stretch, long widthNs, long endNs) {
    return stretch < 0
        ? null
        : new Span(stretch * widthNs, Math.min(endNs, (stretch + 1) * widthNs));
  }

  /** Such as {@code in 285 of the 300 stretches of 100 ms}. */
  String words() {
    return (late == known && known > 1 ? "in each of the %2$s of %3$s" : "in %d of the %s of %s")
        .formatted(late, Amounts.counted(known, "stretch", "stretches"), Amounts.duration(widthNs));
  }
}
