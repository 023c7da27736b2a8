package org.cellsched.sim.scheduler.fair;

import org.jspecify.annotations.Nullable;

/**
 * What competes for time in a group's queue on one CPU: a task, or a group below with those of its
 * tasks that are on that CPU. Times are in nanoseconds; virtual ones of an entity of nice 0.
 */
final class Entity {

  /** Weight of nice 0, scaled up so that small shares of a group are not rounded away. */
  static final long NICE_0_LOAD = 1L << 20;

  /** No deadline. */
  private static final long NONE = Long.MIN_VALUE;

  /** The task that this is; null for a group. */
  final @Nullable FairTask task;

  /** The queue of the group that this is; null for a task. */
  final @Nullable EntityQueue own;

  /** The queue it is in, or was in last. */
  @Nullable EntityQueue queue;

  boolean queued;
  long weight = NICE_0_LOAD;
  long vruntimeNs;
  long deadlineNs;

  /** While it is in no queue: what it is owed, or owes if negative, in virtual time. */
  long lagNs;

  /** While it is in no queue but has not slept: what was left until its deadline. */
  private long toDeadlineNs = NONE;

  /** The deadline up to which it keeps the CPU; another one than its own protects nothing. */
  private long protectedDeadlineNs = NONE;

  /** The state of the queue when it left. */
  private long leftAtNs;

  private int leftInStint;
  private boolean placedBefore;

  Entity(@Nullable FairTask task, @Nullable EntityQueue own) {
    this.task = task;
    this.own = own;
  }

  /** Time on the CPU as virtual time, rounded down. */
  long virtualNs(long realNs) {
    return realNs * NICE_0_LOAD / weight;
  }

  /** Time on the CPU in which the deadline comes; 0 if it has passed. */
  long untilDeadlineNs() {
    return Math.max(0, Math.ceilDiv((deadlineNs - vruntimeNs) * weight, NICE_0_LOAD));
  }

  void protect() {
    protectedDeadlineNs = deadlineNs;
  }

  void unprotect() {
    protectedDeadlineNs = NONE;
  }

  /** Whether its slice, which it got when it was picked, is not used up (RUN_TO_PARITY). */
  boolean isProtected() {
    return protectedDeadlineNs == deadlineNs;
  }

  /**
   * Gives it a place in a queue: what it is owed stays the same, though its weight will move the
   * average (place_entity with PLACE_LAG). A new one gets half a slice, to start soon.
   */
  void place(EntityQueue target, long sliceNs) {
    forgiveDebt();
    long owedNs = target.isEmpty() ? 0 : lagNs + lagNs * weight / target.weight();
    vruntimeNs = target.averageNs() - owedNs;
    if (toDeadlineNs != NONE) {
      deadlineNs = vruntimeNs + toDeadlineNs;
    } else {
      deadlineNs = vruntimeNs + virtualNs(placedBefore ? sliceNs : sliceNs / 2);
    }
    toDeadlineNs = NONE;
    placedBefore = true;
    queue = target;
    queued = true;
  }

  /**
   * Who owes time when it falls asleep owes less as the others catch up, and nothing once the queue
   * has run empty: the effect of staying in the queue until then (DELAY_DEQUEUE).
   */
  private void forgiveDebt() {
    if (lagNs < 0 && queue != null && toDeadlineNs == NONE) {
      long caughtUpNs = queue.averageNs() - leftAtNs;
      lagNs = queue.stint() == leftInStint ? Math.min(0, lagNs + Math.max(0, caughtUpNs)) : 0;
    }
  }

  /**
   * It leaves its queue; {@code averageNs} is the queue's, itself included.
   *
   * @param limitNs on the CPU: what it may be owed, or owe, at most
   * @param sleeps else it goes on elsewhere, and its deadline stays as far away as it is
   */
  void leave(long averageNs, int stint, long limitNs, boolean sleeps) {
    long mostNs = virtualNs(limitNs);
    lagNs = Math.clamp(averageNs - vruntimeNs, -mostNs, mostNs);
    toDeadlineNs = sleeps ? NONE : deadlineNs - vruntimeNs;
    leftAtNs = averageNs;
    leftInStint = stint;
    queued = false;
    unprotect();
  }

  /** Takes another weight; what it is owed on the CPU stays the same (reweight_entity). */
  void reweigh(long newWeight, long averageNs) {
    boolean wasProtected = isProtected();
    if (queued) {
      deadlineNs = averageNs + scaled(deadlineNs - averageNs, newWeight);
      vruntimeNs = averageNs - scaled(averageNs - vruntimeNs, newWeight);
    } else {
      lagNs = scaled(lagNs, newWeight);
      toDeadlineNs = toDeadlineNs == NONE ? NONE : scaled(toDeadlineNs, newWeight);
    }
    weight = newWeight;
    if (wasProtected) {
      protect();
    }
  }

  private long scaled(long ns, long newWeight) {
    return ns * weight / newWeight;
  }
}
