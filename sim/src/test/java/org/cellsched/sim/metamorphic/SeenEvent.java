package org.cellsched.sim.metamorphic;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Something observable that happened in a run.
 *
 * @param kind what it was, with all that is neither time, CPU nor task
 * @param cpu where; {@link #NOWHERE} if on no CPU
 * @param task to whom; empty if to no task
 * @param timesNs other times that belong to it: what was charged, when it begins to run
 */
record SeenEvent(long timeNs, String kind, int cpu, String task, List<Long> timesNs) {

  static final int NOWHERE = -1;

  /** The same event in a world in which everything takes twice the time. */
  SeenEvent doubled() {
    List<Long> doubled = timesNs.stream().map(ns -> 2 * ns).toList();
    return new SeenEvent(2 * timeNs, kind, cpu, task, doubled);
  }

  /** The same event in a world whose CPUs have other numbers. */
  SeenEvent renumbered(IntUnaryOperator newNumber) {
    int renumbered = cpu == NOWHERE ? NOWHERE : newNumber.applyAsInt(cpu);
    return new SeenEvent(timeNs, kind, renumbered, task, timesNs);
  }
}
