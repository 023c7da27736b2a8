package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.scenario.Comparison;
import org.cellsched.sim.scenario.Expectation;
import org.cellsched.sim.scenario.Expectation.Operand;
import org.cellsched.sim.scenario.Expectation.Subject;
import org.cellsched.sim.scenario.Metric;
import org.cellsched.sim.scenario.ValueKind;

/**
 * The two phases of a run: events until {@link #CALM_NS}, then none, and the system must come to
 * rest although its tasks go on, until they stop as well.
 */
final class Phases {

  private static final long MILLISECOND_NS = 1_000_000;

  /** From here on nothing happens but what tasks do. */
  static final long CALM_NS = 600 * MILLISECOND_NS;

  /** The last change has been noticed, debounced, planned for and applied by now. */
  static final long REST_NS = 720 * MILLISECOND_NS;

  /** All tasks end. */
  static final long STOP_NS = 850 * MILLISECOND_NS;

  /** Every queue has drained, and the plan has followed. */
  static final long END_NS = 1000 * MILLISECOND_NS;

  private static final String WHILE_AT_REST =
      "from " + Scalars.formatNs(REST_NS) + " to " + Scalars.formatNs(STOP_NS);

  private static final Location NOWHERE = Location.of("fuzz");

  private Phases() {}

  /**
   * What a system at rest shows.
   *
   * @param idleNs how long CPUs may idle beside waiting tasks: while kicks travel, for the most
   */
  static List<Expectation> atRest(long idleNs) {
    List<Expectation> expectations = new ArrayList<>();
    for (Metric plans :
        List.of(Metric.PLANS_BY_LIFECYCLE, Metric.PLANS_BY_CPUSET, Metric.PLANS_BY_HOTPLUG)) {
      expectations.add(
          expect("plans", new Subject.OfPlans(), plans, Comparison.EQUAL, 0, ValueKind.COUNT));
    }
    expectations.add(
        expect(
            "machine",
            new Subject.OfMachine(),
            Metric.IDLE_WHILE_WAITING,
            Comparison.AT_MOST,
            idleNs,
            ValueKind.DURATION));
    return expectations;
  }

  private static Expectation expect(
      String name,
      Subject subject,
      Metric metric,
      Comparison comparison,
      long value,
      ValueKind kind) {
    String text =
        "%s.%s %s %s %s"
            .formatted(
                name,
                metric.path(),
                comparison.symbol(),
                kind == ValueKind.DURATION ? Scalars.formatNs(value) : Long.toString(value),
                WHILE_AT_REST);
    return new Expectation(
        text,
        NOWHERE,
        new Operand.Measured(subject, metric, Expectation.UNIT_FACTOR_PPM),
        comparison,
        new Operand.Literal(value, kind),
        new Expectation.When.Between(REST_NS, STOP_NS));
  }
}
