package org.cellsched.sim.report;

import java.util.List;
import org.cellsched.host.report.Report.Limit;
import org.cellsched.sim.scenario.Expectation;
import org.cellsched.sim.scenario.Expectation.Operand.Literal;
import org.cellsched.sim.scenario.Expectation.Operand.Measured;
import org.cellsched.sim.scenario.Expectation.Subject;
import org.cellsched.sim.scenario.Metric;
import org.jspecify.annotations.Nullable;

/**
 * That a latency of a cell must stay below a limit in the whole run: what an expectation such as
 * {@code web.wakeupLatency.p99 < 5ms} says.
 *
 * @param ofRequests whether it is about requests, not wakeups
 */
record LatencyLimit(String text, String cell, boolean ofRequests, Figure figure, long limitNs) {

  /** What is known of each stretch of time, under its name in a report. */
  private enum Figure {
    P50("p50Ns"),
    P99("p99Ns"),
    MAX("maxNs");

    private final String column;

    Figure(String column) {
      this.column = column;
    }

    long[] of(Spread spread) {
      return switch (this) {
        case P50 -> spread.p50Ns;
        case P99 -> spread.p99Ns;
        case MAX -> spread.maxNs;
      };
    }
  }

  /** What the expectation says; null if it says something else, or of what is not known by time. */
  static @Nullable LatencyLimit of(Expectation expectation) {
    boolean upper =
        switch (expectation.comparison()) {
          case LESS, AT_MOST -> true;
          case MORE, AT_LEAST, EQUAL, NOT_EQUAL -> false;
        };
    if (!upper
        || !(expectation.left()
            instanceof Measured(Subject.OfCell(String cell), Metric metric, long factorPpm))
        || factorPpm != Expectation.UNIT_FACTOR_PPM
        || !(expectation.right() instanceof Literal limit)) {
      return null;
    }
    Figure figure = figure(metric);
    boolean ofRequests = metric.path().startsWith("requestLatency.");
    return figure == null
        ? null
        : new LatencyLimit(expectation.text(), cell, ofRequests, figure, limit.value());
  }

  private static @Nullable Figure figure(Metric metric) {
    return switch (metric) {
      case WAKEUP_P50, REQUEST_P50 -> Figure.P50;
      case WAKEUP_P99, REQUEST_P99 -> Figure.P99;
      case WAKEUP_MAX, REQUEST_MAX -> Figure.MAX;
      default -> null;
    };
  }

  /** In how much of the run it was exceeded; null if the cell was never there. */
  @Nullable LateStretches exceeded(List<String> cells, RunHistory history, long endNs) {
    int tenant = cells.indexOf(cell);
    if (tenant < 0) {
      return null;
    }
    TenantHistory of = history.tenant(tenant);
    long[] valuesNs = figure.of(ofRequests ? of.request : of.wakeup);
    return LateStretches.of(valuesNs, limitNs, history.widthNs(), endNs);
  }

  Limit forCharts() {
    return new Limit(ofRequests ? "request" : "wakeup", figure.column, limitNs, text);
  }
}
