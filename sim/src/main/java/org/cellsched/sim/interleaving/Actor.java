package org.cellsched.sim.interleaving;

import java.util.concurrent.Semaphore;

/**
 * One event that is being handled, on a thread of its own: whoever has the baton runs, and all the
 * others stand still. So nothing is ever done by two threads at once.
 */
final class Actor {

  static final int NOTHING = -1;

  private final Semaphore baton = new Semaphore(0);

  /** The lock it stands still for, or {@link #NOTHING}. */
  int waitsFor = NOTHING;

  /** How many times it said that it must not be interrupted. */
  int pauses;

  /** Hands the baton to this actor. */
  void wakeUp() {
    baton.release();
  }

  /** Stands still until somebody hands it the baton. */
  void standStill() {
    baton.acquireUninterruptibly();
  }
}
