package org.cellsched.sim.report;

import org.cellsched.core.dispatch.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What a CPU was for a time, and why: of one task, from the switch to it on; or taken, or offline.
 *
 * @param occupant number of the task's tenant, or {@link #TAKEN} or {@link #OFFLINE}
 * @param task its number, {@link #NO_TASK} where there is none
 * @param borrowed whether another tenant owns the CPU
 * @param placed why the task was put where it waited; null if nobody said
 * @param picked why the CPU took it; null if nobody said
 * @param waitedNs how long it had waited
 */
record Turn(
    int occupant,
    int task,
    boolean borrowed,
    @Nullable Decision placed,
    @Nullable Decision picked,
    long waitedNs) {

  /** Occupants that are no tenants. */
  static final int TAKEN = -1;

  static final int OFFLINE = -2;

  static final int NO_TASK = -1;

  /** The same, by another tenant or under another plan. */
  Turn of(int tenant, boolean nowBorrowed) {
    return new Turn(tenant, task, nowBorrowed, placed, picked, waitedNs);
  }
}
