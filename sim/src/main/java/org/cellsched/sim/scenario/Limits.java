package org.cellsched.sim.scenario;

/** How large a scenario may be: beyond these a mistake is likelier than a wish. */
final class Limits {

  static final int MOST_CPUS = 4096;
  static final int MOST_CELLS = 1_000;
  static final int MOST_TASKS = 100_000;

  /** With repetitions counted. */
  static final int MOST_EVENTS = 100_000;

  static final long MOST_LOOPS = 1_000_000_000_000L;

  static final long MICROSECOND_NS = 1_000;
  static final long MILLISECOND_NS = 1_000_000;
  static final long SECOND_NS = 1_000_000_000;

  /** Two hours. */
  static final long LONGEST_NS = 7_200 * SECOND_NS;

  private Limits() {}
}
