package org.cellsched.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cellsched.sim.scenario.Expectation;
import org.cellsched.sim.scenario.Expectation.Operand;
import org.cellsched.sim.scenario.Expectation.When;
import org.cellsched.sim.scenario.Metric;
import org.cellsched.sim.scenario.ValueKind;

/**
 * A scenario's expectations: reads what they ask about when they ask about it, judges at the end.
 */
final class Expectations {

  /**
   * How an expectation turned out.
   *
   * @param applicable false if a shortened run ended before the times it asks about
   */
  record Verdict(Expectation expectation, boolean passed, boolean applicable, String observed) {}

  private record Moment(Operand.Measured what, long timeNs) {}

  private final List<Expectation> expectations;
  private final Meter meter;
  private final long endNs;
  private final Map<Moment, Reading> readings = new LinkedHashMap<>();

  Expectations(List<Expectation> expectations, Meter meter, long endNs) {
    this.expectations = expectations;
    this.meter = meter;
    this.endNs = endNs;
  }

  /** The times at which {@link #readAt} must be called, ascending; within the run. */
  SortedSet<Long> times() {
    SortedSet<Long> times = new TreeSet<>();
    for (Expectation expectation : expectations) {
      if (expectation.when().isWithin(endNs)) {
        times.addAll(times(expectation.when()));
      }
    }
    return times;
  }

  private List<Long> times(When when) {
    return switch (when) {
      case When.Overall overall -> List.of(endNs);
      case When.AtEnd atEnd -> List.of(endNs);
      case When.At at -> List.of(at.timeNs());
      case When.Between between -> List.of(between.fromNs(), between.toNs());
    };
  }

  /** Reads all metrics that some expectation asks for at this time. */
  void readAt(long timeNs) {
    for (Expectation expectation : expectations) {
      if (times(expectation.when()).contains(timeNs)) {
        for (Operand.Measured measured : measured(expectation)) {
          readings.put(new Moment(measured, timeNs), meter.read(measured));
        }
      }
    }
  }

  List<Verdict> judge() {
    List<Verdict> verdicts = new ArrayList<>();
    for (Expectation expectation : expectations) {
      boolean applicable = expectation.when().isWithin(endNs);
      boolean passed =
          applicable && expectation.holds(measured -> value(measured, expectation.when()));
      String observed = applicable ? observed(expectation, passed) : "the run ended before";
      verdicts.add(new Verdict(expectation, passed || !applicable, applicable, observed));
    }
    return verdicts;
  }

  private long value(Operand.Measured measured, When when) {
    return switch (when) {
      case When.Overall overall -> reading(measured, endNs).value();
      case When.AtEnd atEnd -> reading(measured, endNs).value();
      case When.At at -> reading(measured, at.timeNs()).value();
      case When.Between between ->
          measured.metric().span() == Metric.Span.STATE
              ? reading(measured, between.toNs()).value()
              : reading(measured, between.toNs())
                  .since(reading(measured, between.fromNs()))
                  .value();
    };
  }

  private Reading reading(Operand.Measured measured, long timeNs) {
    Reading reading = readings.get(new Moment(measured, timeNs));
    if (reading == null) {
      throw new IllegalStateException(measured + " was not read at " + timeNs + " ns");
    }
    return reading;
  }

  private static List<Operand.Measured> measured(Expectation expectation) {
    List<Operand.Measured> all = new ArrayList<>();
    for (Operand operand : List.of(expectation.left(), expectation.right())) {
      if (operand instanceof Operand.Measured measured) {
        all.add(measured);
      }
    }
    return all;
  }

  private String observed(Expectation expectation, boolean passed) {
    List<String> parts = new ArrayList<>();
    for (Operand.Measured measured : measured(expectation)) {
      long value = value(measured, expectation.when());
      String text = MetricText.text(value, measured.kind());
      if (!passed && measured.kind() == ValueKind.DURATION && isBeside(text, expectation)) {
        text += ", exactly " + value + " ns";
      }
      parts.add(MetricText.name(measured) + " = " + text);
    }
    return String.join(", ", parts);
  }

  /** Whether what was expected looks the same, rounded for people. */
  private static boolean isBeside(String rounded, Expectation expectation) {
    return List.of(expectation.left(), expectation.right()).stream()
        .anyMatch(operand ->
            operand instanceof Operand.Literal literal
                && MetricText.text(literal.value(), literal.kind()).equals(rounded));
  }
}
