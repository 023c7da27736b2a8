package org.cellsched.sim.control;

/**
 * Entity numbers of the host's events, four in a row.
 *
 * @param first the number of the notification event
 */
public record HostEvents(int first) {

  /** How many numbers there are. */
  public static final int COUNT = 4;

  /** The host hears that cgroups or CPUs changed. */
  int notification() {
    return first;
  }

  /** The next reading of counters. */
  int interval() {
    return first + 1;
  }

  /** A time that the controller asked for. */
  int wakeup() {
    return first + 2;
  }

  /** Whether an event is one of the host's. */
  public boolean include(int event) {
    return event >= first && event < first + COUNT;
  }

  /** A plan has reached the data plane. */
  int publication() {
    return first + 3;
  }
}
