package org.cellsched.sim.scheduler.fair;

import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * What shares a CPU by weight with others of its line: a task, or all tasks of a cgroup on that CPU
 * (struct sched_entity).
 */
final class Entity {

  /** Weights are scaled up, so that a group's part on one of many CPUs is not rounded away. */
  static final long WEIGHT_SCALE = 1024;

  /** Weight of a task of nice 0 and of a cgroup by default, scaled. */
  private static final long DEFAULT_WEIGHT = 100 * WEIGHT_SCALE;

  /** The task; null for a group's. */
  final @Nullable Task task;

  /** The group's line on the CPU; null for a task. */
  final @Nullable FairLine group;

  /** The line that it is in, from when it wants the CPU until it sleeps or leaves; else null. */
  @Nullable FairLine line;

  /** Scaled; positive. */
  long weight = DEFAULT_WEIGHT;

  /** Virtual time reached, and at which its request of one slice is served. */
  long vruntimeNs;

  long deadlineNs;

  /** How far it was behind the average when it left its line; negative if ahead. */
  long lagNs;

  /** CPU time of a task's that has been charged. */
  long accountedRanNs;

  /** CPU time of a task's at which its turn ends: whose slice ends before has yielded. */
  long turnEndsAtRanNs;

  /** Whether it has been in a line before. */
  boolean seasoned;

  Entity(@Nullable Task task, @Nullable FairLine group) {
    this.task = task;
    this.group = group;
  }

  /** How far virtual time goes while it runs for {@code ns}; calc_delta_fair. */
  long virtualNs(long ns) {
    return ns * DEFAULT_WEIGHT / weight;
  }

  /** How long it must run, rounded up, for virtual time to go that far. */
  long realNs(long virtualNs) {
    return Math.ceilDiv(virtualNs * weight, DEFAULT_WEIGHT);
  }
}
