package org.cellsched.sim.explain;

import org.cellsched.core.dispatch.Decision;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * How a task left its CPU.
 *
 * @param runnable whether it wanted to go on
 * @param preempted why it was preempted; null if it was not
 * @param sliceUsedUp whether its slice was
 */
record Stop(
    long timeNs, Task task, boolean runnable, @Nullable Decision preempted, boolean sliceUsedUp) {

  static Stop of(long nowNs, Task task, boolean runnable, @Nullable Decision preempted) {
    return new Stop(nowNs, task, runnable, preempted, task.sliceNs() == 0);
  }

  /** Why a task lost its CPU, as that task sees it. */
  String reason() {
    if (preempted != null) {
      return "preempted, " + preempted.reason();
    }
    return sliceUsedUp ? "its slice is used up" : "put off with slice left";
  }

  /** The same of a task and with its name, as others see it. */
  String sentence() {
    if (!runnable) {
      return task + " wants no more";
    } else if (preempted != null) {
      return task + " is preempted, " + preempted.reason();
    }
    return sliceUsedUp ? "the slice of " + task + " is used up" : task + " is put off";
  }
}
