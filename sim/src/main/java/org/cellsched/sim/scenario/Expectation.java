package org.cellsched.sim.scenario;

import java.math.BigInteger;
import java.util.function.ToLongFunction;
import org.cellsched.host.yaml.Location;

/**
 * Something that a run must show, such as {@code web.wakeupLatency.p99 < 5ms}.
 *
 * @param text as the author wrote it
 * @param location where, for messages
 */
public record Expectation(
    String text, Location location, Operand left, Comparison comparison, Operand right, When when) {

  /** The factor of a metric that is not multiplied. */
  public static final long UNIT_FACTOR_PPM = 1_000_000;

  /** Of which time it speaks. */
  public sealed interface When {

    /** Nothing was said: of the whole run; for a state, of its end. */
    record Overall() implements When {}

    /** {@code at end}. */
    record AtEnd() implements When {}

    /** {@code at 5s}. */
    record At(long timeNs) implements When {}

    /** {@code from 5s to 10s}. */
    record Between(long fromNs, long toNs) implements When {}

    /** Whether a run of this length can tell: a shortened one may end too early. */
    default boolean isWithin(long durationNs) {
      return switch (this) {
        case Overall overall -> true;
        case AtEnd atEnd -> true;
        case At at -> at.timeNs <= durationNs;
        case Between between -> between.toNs <= durationNs;
      };
    }
  }

  /** One side of the comparison. */
  public sealed interface Operand {

    /** In the unit of its kind: ns, plain, ppm, milli-CPUs. */
    ValueKind kind();

    /** A value as written: 5ms is 5,000,000. */
    record Literal(long value, ValueKind kind) implements Operand {}

    /** A metric times a factor in millionths, which is 1,000,000 where none was written. */
    record Measured(Subject subject, Metric metric, long factorPpm) implements Operand {
      @Override
      public ValueKind kind() {
        return metric.kind();
      }
    }
  }

  /** Whose metric. */
  public sealed interface Subject {

    /** A cell, or {@code root}. */
    record OfCell(String name) implements Subject {}

    /** A task group. */
    record OfGroup(String name) implements Subject {}

    /** The controller's plans. */
    record OfPlans() implements Subject {}

    /** What the checkers found. */
    record OfViolations() implements Subject {}

    /** The machine as a whole. */
    record OfMachine() implements Subject {}
  }

  /** Whether it holds, exactly. {@code measure} answers a metric in the unit of its kind. */
  public boolean holds(ToLongFunction<Operand.Measured> measure) {
    return comparison.holds(scaled(left, measure).compareTo(scaled(right, measure)));
  }

  /** A million times the operand's value, in numbers that do not overflow. */
  private static BigInteger scaled(Operand operand, ToLongFunction<Operand.Measured> measure) {
    return switch (operand) {
      case Operand.Literal literal -> times(literal.value(), UNIT_FACTOR_PPM);
      case Operand.Measured measured -> times(measure.applyAsLong(measured), measured.factorPpm());
    };
  }

  private static BigInteger times(long value, long factor) {
    return BigInteger.valueOf(value).multiply(BigInteger.valueOf(factor));
  }
}
