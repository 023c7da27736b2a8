package org.cellsched.sim.cli;

import java.util.stream.Stream;
import org.cellsched.host.table.Amounts;
import org.cellsched.host.table.CellTable;
import org.cellsched.sim.compare.Comparison.MeasureComparison;
import org.cellsched.sim.compare.Comparison.Values;
import org.cellsched.sim.compare.Difference;
import org.cellsched.sim.compare.Difference.Evidence;
import org.cellsched.sim.compare.Estimate;
import org.cellsched.sim.compare.Measure.Unit;
import org.jspecify.annotations.Nullable;

/** One measure of one subject under a policy and under the baseline, as people read it. */
record MeasureRow(MeasureComparison measure, Values before, Values after) {

  /** Twice what histograms resolve: latencies are kept to three digits. */
  private static final double LEAST_CHANGE = 0.002;

  private static final double LEAST_SHOWN = 0.0005;
  private static final double PPM_PER_PERCENT = 10_000;
  private static final int LEAST_IN_TIMES = 10;
  private static final double LEAST_WITHOUT_DECIMALS = 1000;

  /** How a change looks to the one whose measure it is. */
  enum Verdict {
    NONE(""),
    BETTER("better"),
    WORSE("worse"),
    DIFFERS("differs");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** Under the policy of this number. */
  static MeasureRow of(MeasureComparison measure, int policy) {
    return new MeasureRow(measure, measure.policies().getFirst(), measure.policies().get(policy));
  }

  /** What is 0 in all runs says nothing. */
  boolean isWorthALine() {
    return Stream.concat(before.values().stream(), after.values().stream())
        .anyMatch(value -> value != null && value != 0);
  }

  Verdict verdict() {
    Difference difference = after.difference();
    if (difference == null
        || difference.evidence() == Evidence.NONE
        || relativeSize() < LEAST_CHANGE) {
      return Verdict.NONE;
    }
    return switch (measure.better()) {
      case LESS -> difference.mean() < 0 ? Verdict.BETTER : Verdict.WORSE;
      case NEITHER -> Verdict.DIFFERS;
    };
  }

  boolean isSureAmongAll() {
    Difference difference = after.difference();
    return difference != null && difference.evidence() == Evidence.AMONG_ALL;
  }

  /** The change by the baseline, sign aside; infinite where that is 0. */
  double relativeSize() {
    Estimate from = before.estimate();
    Difference difference = after.difference();
    if (from == null || difference == null || difference.mean() == 0) {
      return 0;
    }
    return Math.abs(difference.mean() / from.mean());
  }

  /** Name, both means with their intervals, difference, change, verdict. */
  String[] cells() {
    Difference difference = after.difference();
    return new String[] {
      "  " + measure.name(),
      mean(before.estimate()),
      interval(before.estimate()),
      mean(after.estimate()),
      interval(after.estimate()),
      difference == null
          ? CellTable.NOTHING
          : signed(difference.mean()) + " ±" + points(difference.halfWidth()),
      relative(),
      verdict() == Verdict.NONE ? "" : "%-7s %s".formatted(verdict().word(), stars())
    };
  }

  private String stars() {
    return isSureAmongAll() ? "**" : "*";
  }

  /** The change in percent, or in times where that is easier; in its unit from 0. */
  String change() {
    String relative = relative();
    Difference difference = after.difference();
    return difference != null && relative.equals(CellTable.NOTHING)
        ? signed(difference.mean())
        : relative;
  }

  private String relative() {
    Estimate from = before.estimate();
    Difference difference = after.difference();
    if (from == null || difference == null || from.mean() == 0) {
      return CellTable.NOTHING;
    }
    double change = difference.mean() / from.mean();
    if (Math.abs(change) < LEAST_SHOWN) {
      return "0.0%";
    }
    return change < LEAST_IN_TIMES
        ? "%+.1f%%".formatted(100 * change)
        : "x" + Amounts.count(Math.round(1 + change));
  }

  private String mean(@Nullable Estimate estimate) {
    return estimate == null ? CellTable.NOTHING : amount(estimate.mean());
  }

  private String interval(@Nullable Estimate estimate) {
    Double halfWidth = estimate == null ? null : estimate.halfWidth();
    return halfWidth == null ? "" : "±" + amount(halfWidth);
  }

  /** Of a difference of shares: percentage points. */
  private String points(double value) {
    return amount(value).replace("%", "pp");
  }

  private String signed(double value) {
    String amount = points(Math.abs(value));
    return amount.equals("0") ? amount : (value < 0 ? "-" : "+") + amount;
  }

  private String amount(double value) {
    Unit unit = measure.unit();
    return switch (unit) {
      case NS -> Amounts.compact(Math.round(value));
      case PPM -> value == 0 ? "0" : "%.1f%%".formatted(value / PPM_PER_PERCENT);
      case COUNT -> count(value);
    };
  }

  private static String count(double value) {
    boolean whole = value == Math.rint(value) || value >= LEAST_WITHOUT_DECIMALS;
    return whole ? Amounts.count(Math.round(value)) : "%.1f".formatted(value);
  }
}
