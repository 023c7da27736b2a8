package org.cellsched.sim.scenario;

import org.jspecify.annotations.Nullable;

/**
 * The bounds that the checkers hold a run to.
 *
 * @param maxWaitNs longest time a runnable task may wait; null for a bound derived from its
 *     competitors, weights, slice and tick
 * @param handOverNs how long after a plan change a task may still be on a CPU its cell has lost;
 *     one that started there meanwhile may have its turn
 * @param reclaimNs how long a borrower may keep a CPU that its owner wants back
 * @param idleWhileWaitingNs limit of the CPU time, summed over the run, that CPUs idle beside an
 *     eligible waiting task; null for no limit: it is measured all the same
 * @param idleStretchNs longest time on end for which CPUs may idle beside an eligible waiting task;
 *     null for no limit
 */
public record CheckSpec(
    @Nullable Long maxWaitNs,
    long handOverNs,
    long reclaimNs,
    @Nullable Long idleWhileWaitingNs,
    @Nullable Long idleStretchNs) {

  /** Derived waiting bound, 30 ms, 1 ms, no limits. */
  public static final CheckSpec DEFAULT = new CheckSpec(null, 30_000_000, 1_000_000, null, null);
}
