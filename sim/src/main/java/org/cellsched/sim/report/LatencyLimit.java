package org.cellsched.sim.report;

import java.util.List;
import org.cellsched.sim.scenario.Expectation;
import org.cellsched.sim.scenario.Expectation.Operand.Literal;
import org.cellsched.sim.scenario.Expectation.Operand.Measured;
import org.cellsched.sim.scenario.Expectation.Subject;
import org.cellsched.sim.scenario.Metric;
import org.jspecify.annotations.Nullable;

/**
 * That a latency of a cell must stay below a limit in the whole run: what an expectation such as
 * {@code web.wakeupLatency.p99 < 5ms} says.
 */
record LatencyLimit(String cell, Metric metric, long limitNs) {

  /** What the expectation says; null if it says something else. */
  static @Nullable LatencyLimit of(Expectation expectation) {
    boolean upper =
        switch (expectation.comparison()) {
          case LESS, AT_MOST -> true;
          case MORE, AT_LEAST, EQUAL, NOT_EQUAL -> false;
        };
    return upper
            && expectation.left()
                instanceof Measured(Subject.OfCell(String cell), Metric metric, long factorPpm)
            && factorPpm == Expectation.UNIT_FACTOR_PPM
            && expectation.right() instanceof Literal limit
        ? new LatencyLimit(cell, metric, limit.value())
        : null;
  }

  /**
   * By stretch of time, whether it was exceeded; null if the metric is no latency known by time.
   */
  @Nullable LateStretches exceeded(List<String> cells, RunHistory history, long endNs) {
    int tenant = cells.indexOf(cell);
    if (tenant < 0) {
      return null;
    }
    TenantHistory of = history.tenant(tenant);
    return switch (metric) {
      case WAKEUP_P50 -> late(of.wakeup.p50Ns, history, endNs);
      case WAKEUP_P99 -> late(of.wakeup.p99Ns, history, endNs);
      case WAKEUP_MAX -> late(of.wakeup.maxNs, history, endNs);
      case REQUEST_P50 -> late(of.request.p50Ns, history, endNs);
      case REQUEST_P99 -> late(of.request.p99Ns, history, endNs);
      case REQUEST_MAX -> late(of.request.maxNs, history, endNs);
      default -> null;
    };
  }

  private LateStretches late(long[] valuesNs, RunHistory history, long endNs) {
    return LateStretches.of(valuesNs, limitNs, history.widthNs(), endNs);
  }
}
