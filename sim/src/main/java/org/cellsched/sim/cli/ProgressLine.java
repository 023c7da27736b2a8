package org.cellsched.sim.cli;

import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.Progress;

/** A line on the terminal that says how far a long run has come; nothing if it is short. */
final class ProgressLine implements Progress {

  private static final long PATIENCE_NS = 1_500_000_000L;
  private static final long REFRESH_NS = 250_000_000L;

  private final StatusLine line;
  private final Interruption interruption;
  private final long startedNs = System.nanoTime();
  private long shownNs;

  ProgressLine(Console console, Interruption interruption) {
    line = new StatusLine(console);
    this.interruption = interruption;
  }

  @Override
  public boolean reached(long simulatedNs, long durationNs) {
    long nowNs = System.nanoTime();
    if (nowNs - startedNs > PATIENCE_NS && nowNs - shownNs > REFRESH_NS) {
      shownNs = nowNs;
      long leftNs =
          (long) ((double) (nowNs - startedNs) / simulatedNs * (durationNs - simulatedNs));
      line.show(
          "%d %% of %s simulated, about %s to go"
              .formatted(
                  100 * simulatedNs / durationNs,
                  Amounts.duration(durationNs),
                  Amounts.duration(leftNs)));
    }
    return !interruption.isPending();
  }

  /** Removes the line. */
  void erase() {
    line.erase();
  }
}
