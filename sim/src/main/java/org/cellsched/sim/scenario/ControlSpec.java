package org.cellsched.sim.scenario;

/**
 * How quick the simulated control plane is.
 *
 * @param notificationDelayNs how late it hears of a change of cgroups or CPUs
 * @param publicationDelayNs how long publishing a plan takes
 */
public record ControlSpec(long notificationDelayNs, long publicationDelayNs) {

  /** 1 ms each. */
  public static final ControlSpec DEFAULT = new ControlSpec(1_000_000, 1_000_000);
}
