package org.cellsched.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.RunResult.CellResult;
import org.cellsched.sim.RunResult.ExpectationResult;
import org.cellsched.sim.RunResult.LatencyResult;
import org.cellsched.sim.explain.Wait;

/**
 * That a cell came off badly in a run, and in which way. The limits are the same for all scenarios
 * and schedulers, so that runs can be compared; what a scenario demands of a cell beyond them it
 * says in its expectations.
 *
 * @param cell its name
 * @param reason for people, with the figure that shows it
 */
public record Harm(String cell, Kind kind, String reason) {

  /** Tasks that may run have waited for so long on end: nobody calls that scheduling. */
  static final long STARVED_NS = 1_000_000_000;

  /** One in a hundred wakeups has waited for longer: what people and requests notice. */
  public static final long LATE_NS = 10_000_000;

  /** Fewer wakeups than this have no 99th percentile. */
  static final long FEWEST_WAKEUPS = 100;

  /** Worst first. */
  public enum Kind {
    FAILED("FAILED"),
    STARVED("starved"),
    LATE("late"),
    THROTTLED("throttled");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** All that came to the cells of a run: by cell in the order of the result, worst first. */
  public static List<Harm> of(RunResult result) {
    List<Harm> harms = new ArrayList<>();
    for (CellResult cell : result.cells()) {
      failed(result, cell, harms);
      starved(result, cell, harms);
      late(cell, harms);
      if (cell.throttledNs() > 0) {
        harms.add(
            new Harm(
                cell.name(),
                Kind.THROTTLED,
                "cpu.max kept its tasks waiting for %s in sum"
                    .formatted(Amounts.duration(cell.throttledNs()))));
      }
    }
    return harms;
  }

  /** An expectation that names the cell did not hold. */
  private static void failed(RunResult result, CellResult cell, List<Harm> harms) {
    Pattern named = Pattern.compile("(?<![\\w.-])" + Pattern.quote(cell.name()) + "\\.");
    result.expectations().stream()
        .filter(expectation -> !expectation.passed())
        .map(ExpectationResult::text)
        .filter(text -> named.matcher(text).find())
        .forEach(text -> harms.add(new Harm(cell.name(), Kind.FAILED, text)));
  }

  private static void starved(RunResult result, CellResult cell, List<Harm> harms) {
    for (Wait wait : result.worstWaits()) {
      if (wait.cell().equals(cell.name()) && wait.waitedNs() >= STARVED_NS) {
        harms.add(
            new Harm(
                cell.name(),
                Kind.STARVED,
                "%s waited %s for a CPU, from %s on"
                    .formatted(
                        wait.task(),
                        Amounts.duration(wait.waitedNs()),
                        Amounts.millisecond(wait.fromNs()))));
      }
    }
  }

  private static void late(CellResult cell, List<Harm> harms) {
    LatencyResult wakeup = cell.wakeupLatencyNs();
    if (wakeup.count() >= FEWEST_WAKEUPS && wakeup.p99() > LATE_NS) {
      harms.add(
          new Harm(
              cell.name(),
              Kind.LATE,
              "one wakeup in a hundred waited %s or longer (limit %s)"
                  .formatted(Amounts.duration(wakeup.p99()), Amounts.duration(LATE_NS))));
    }
  }
}
