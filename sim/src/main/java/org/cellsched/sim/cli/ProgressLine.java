package org.cellsched.sim.cli;

import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.Progress;

/** A line on the terminal that says how far a long run has come; nothing if it is short. */
final class ProgressLine implements Progress {

  private static final long PATIENCE_NS = 1_500_000_000L;
  private static final long REFRESH_NS = 250_000_000L;

  /** Back to the begin of the line, and nothing left on it. */
  static final String ERASE = "\r\033[K";

  private final Console console;
  private final Interruption interruption;
  private final long startedNs = System.nanoTime();
  private long shownNs;
  private int columns;

  ProgressLine(Console console, Interruption interruption) {
    this.console = console;
    this.interruption = interruption;
  }

  @Override
  public boolean reached(long simulatedNs, long durationNs) {
    long nowNs = System.nanoTime();
    boolean due = nowNs - startedNs > PATIENCE_NS && nowNs - shownNs > REFRESH_NS;
    if (console.terminal() && due) {
      shownNs = nowNs;
      long leftNs =
          (long) ((double) (nowNs - startedNs) / simulatedNs * (durationNs - simulatedNs));
      show(
          "%d %% of %s simulated, about %s to go"
              .formatted(
                  100 * simulatedNs / durationNs,
                  Amounts.duration(durationNs),
                  Amounts.duration(leftNs)));
    }
    return !interruption.isPending();
  }

  /** In place of what stands there; a line that wraps could not be erased. */
  private void show(String text) {
    if (columns == 0) {
      columns = console.errScreen().size().columns();
    }
    console.err().print(ERASE + text.substring(0, Math.min(text.length(), columns - 1)));
    console.err().flush();
  }

  /** Removes the line. */
  void erase() {
    if (shownNs != 0) {
      console.err().print(ERASE);
      console.err().flush();
    }
  }
}
