package org.cellsched.sim;

import java.math.BigDecimal;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.scenario.Expectation.Operand;
import org.cellsched.sim.scenario.Expectation.Subject;
import org.cellsched.sim.scenario.ValueKind;

/** Metrics and their values as expectations write them. */
final class MetricText {

  private MetricText() {}

  /** A value of an expectation's operand. */
  static String text(long value, ValueKind kind) {
    return switch (kind) {
      case DURATION -> Amounts.duration(value);
      case COUNT -> Long.toString(value);
      case FRACTION -> Amounts.percent(value);
      case CPUS ->
          BigDecimal.valueOf(value, 3).stripTrailingZeros().toPlainString()
              + (value == 1000 ? " CPU" : " CPUs");
    };
  }

  /** A metric as an expectation names it, without its factor. */
  static String name(Operand.Measured measured) {
    String path = measured.metric().path();
    String subject =
        switch (measured.subject()) {
          case Subject.OfCell cell -> cell.name();
          case Subject.OfGroup group -> group.name();
          case Subject.OfPlans plans -> "plans";
          case Subject.OfViolations violations -> "violations";
          case Subject.OfMachine machine -> "machine";
        };
    return path.isEmpty() ? subject : subject + "." + path;
  }
}
