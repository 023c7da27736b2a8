package org.cellsched.sim.interleaving;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

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

  /** How many callbacks it is in, one within the other. */
  private int callbacks;

  /** Counts the beginnings and ends of callbacks: odd within one. */
  private int section;

  /** Whom it stands still for until a callback has ended, and which one. */
  private @Nullable Actor awaited;

  private int awaitedSection;

  void callbackBegins() {
    if (callbacks++ == 0) {
      section++;
    }
  }

  void callbackEnds() {
    if (--callbacks == 0) {
      section++;
    }
  }

  /** From now on {@link #awaitsCallback} until the callback that the other is in has ended. */
  void awaitCallbackOf(Actor other) {
    boolean within = other.callbacks > 0;
    awaited = within ? other : null;
    awaitedSection = other.section;
  }

  boolean awaitsCallback() {
    return awaited != null && awaited.section == awaitedSection;
  }

  /** Hands the baton to this actor. */
  void wakeUp() {
    baton.release();
  }

  /** Stands still until somebody hands it the baton. */
  void standStill() {
    baton.acquireUninterruptibly();
  }
}
