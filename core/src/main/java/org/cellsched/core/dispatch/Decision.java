package org.cellsched.core.dispatch;

/**
 * What a data plane decided about a task or a CPU, and why: one word for both hosts. A data plane
 * in the kernel counts its decisions by kind; the simulator tells each one to whoever asks why.
 */
public enum Decision {
  /** Placement: a CPU of the task's own cell was idle. */
  IDLE_OWN("an idle CPU of its own"),
  /** Placement: a CPU that the task's cell may borrow was idle. */
  IDLE_BORROWED("no idle CPU of its own, but one that its cell may borrow"),
  /** Placement: the affinity excludes the whole cell, and a CPU that it leaves was idle. */
  IDLE_ELSEWHERE("its affinity excludes its whole cell; an idle CPU elsewhere"),
  /** Placement: the task waits in the line that all of its cell's CPUs serve. */
  QUEUED_WITH_CELL("no idle CPU for it; waits in line with its cell"),
  /** Placement: a restricted task waits for one CPU. */
  QUEUED_FOR_CPU("no idle CPU for it; waits for the one with the fewest in line"),
  /** Placement: a waiting task was put in another line, for plan, cgroup or affinity changed. */
  MOVED("belongs elsewhere since plan, cgroup or affinity changed"),

  /** Preemption: a lent CPU goes back to its owner, who has tasks waiting. */
  RECLAIMED("lent out while a task of its owner waits: taken back"),
  /** Preemption: what runs on the CPU has no right to it any more. */
  EVICTED("what runs there has lost its right to the CPU"),
  /** The slice of what runs is shortened for a task that waits for this CPU alone. */
  SLICE_CUT("slice cut short for one who waits for this CPU alone"),

  /** Dispatch: the task was next in line of those that the CPU serves first. */
  NEXT_IN_LINE("next in line by virtual time"),
  /** Dispatch: the cell's tasks of another LLC had the turn, or nobody waited on this one. */
  FROM_OTHER_LLC("from its cell's line of another LLC"),
  /** Dispatch: nobody waited in the lines that the CPU serves; one who waits for another may. */
  FROM_OTHER_CPU("nobody else in line; taken from another CPU's line"),
  /** Dispatch: the CPU serves the lines of cells that are gone. */
  FROM_RETIRING_CELL("nobody else in line; taken from a retiring cell's"),
  /** Dispatch: the owner has no use for the CPU; it is lent. */
  LENT("its owner has no use for the CPU: lent"),
  /** Dispatch: a lent CPU's next turn goes to another task of the borrowing cell. */
  LENT_ON("lent CPU; another of the borrowing cell is further behind"),
  /** Dispatch: the task goes on with a new slice. */
  KEPT("nobody goes before it: goes on with a new slice"),
  /** Dispatch: the task has waited for so long that the kernel would soon end the scheduler. */
  OVERDUE("has waited too long for the kernel's watchdog: next whatever its virtual time"),

  // Of schedulers with a line for each CPU; the cell scheduler makes none of these.

  /** Placement: each CPU has a line of its own, and the task waits in that of its last CPU. */
  QUEUED_NEAR("waits in the CPU's own line"),
  /** Placement: a waiting task was moved to another CPU's line, where less is to be done. */
  BALANCED("moved to a CPU with less to do"),

  /** Preemption: somebody who waits is owed more, and its turn ends earlier. */
  OVERTAKEN("somebody who is owed more goes first");

  private final String reason;

  Decision(String reason) {
    this.reason = reason;
  }

  /** The reason in words, without the names of task and CPU. */
  public String reason() {
    return reason;
  }
}
