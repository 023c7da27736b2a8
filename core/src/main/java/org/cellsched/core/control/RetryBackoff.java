package org.cellsched.core.control;

import org.jspecify.annotations.Nullable;

/**
 * How soon a plan that came to nothing (refused, unanswered, or not found) is tried again: after
 * {@link #FIRST_DELAY_NS}, then twice as long each time up to {@link #MAX_DELAY_NS}, until a plan
 * is applied. An immutable value.
 *
 * <p>An urgent change that the failed plan did not know of is not held back: it may be the cure (a
 * plan refused for a CPU that is just going offline), and the world changes at a finite rate.
 *
 * @param failures in a row
 * @param notBeforeNs when the next try may be made; anything unless {@code failures} is positive
 * @param failedTarget what the last failed plan was made for; null if none failed
 */
public record RetryBackoff(int failures, long notBeforeNs, @Nullable PlanTarget failedTarget) {

  public static final RetryBackoff NONE = new RetryBackoff(0, Long.MIN_VALUE, null);

  /** 1 s: about the time in which a host notices what made it refuse. */
  public static final long FIRST_DELAY_NS = 1_000_000_000L;

  /** 64 s: rare enough for a log to stay readable, soon enough for a person who waits for it. */
  public static final long MAX_DELAY_NS = 64_000_000_000L;

  private static final int MAX_DOUBLINGS = 6;

  /** A plan for {@code target} failed. */
  RetryBackoff failed(PlanTarget target, long nowNs) {
    long delayNs = FIRST_DELAY_NS << Math.min(failures, MAX_DOUBLINGS);
    int counted = Math.min(failures + 1, Integer.MAX_VALUE - 1);
    return new RetryBackoff(counted, nowNs + Math.min(delayNs, MAX_DELAY_NS), target);
  }

  /** The time before which no plan for {@code target} is issued; in the past if there is none. */
  long notBeforeNs(PlanTarget target) {
    boolean urgentNews =
        failedTarget != null && PlanTarget.isUrgent(target.causesSince(failedTarget));
    return urgentNews ? Long.MIN_VALUE : notBeforeNs;
  }
}
