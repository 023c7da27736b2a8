package org.cellsched.sim.theory;

import static org.cellsched.sim.TestScenario.SECOND;

/** How long the queues are simulated, and how close theory must be. */
enum ValidationLength {
  /** A part of every build. */
  SHORT("formulas", 1, 0.05),

  /** By hand: {@code -Dcellsched.validation=long}. */
  LONG("formulas, long", 7, 0.02);

  /** Of the generated section in docs/fidelity.md. */
  final String section;

  /** Half the widest interval that is accepted, as a part of the theoretical value. */
  final double margin;

  private final int factor;

  ValidationLength(String section, int factor, double margin) {
    this.section = section;
    this.factor = factor;
    this.margin = margin;
  }

  static ValidationLength chosen() {
    return "long".equals(System.getProperty("cellsched.validation")) ? LONG : SHORT;
  }

  /** How long a replication lasts after its warm-up. */
  long measuredNs(QueueCase queue) {
    return factor * (queue.seconds() * SECOND);
  }
}
