package org.cellsched.sim.scenario;

/** What a metric or a literal measures. Only values of one kind can be compared. */
public enum ValueKind {
  /** Nanoseconds; written {@code 5ms}. */
  DURATION,
  /** A plain number, such as of migrations; written {@code 12}. */
  COUNT,
  /** Millionths; written {@code 20%}. */
  FRACTION,
  /** Thousandths of a CPU; written {@code 2.5 CPUs}, or as a plain number. */
  CPUS
}
