package org.cellsched.core.dispatch;

/**
 * What a data plane decided about a task or a CPU, and why: one word for both hosts. A data plane
 * in the kernel counts each of them; the simulator tells each to whoever asks why.
 */
public enum Decision {
  /** A CPU of the task's own cell was idle. */
  IDLE_OWN(Kind.IDLE_FOUND, "an idle CPU of its own"),
  /** A CPU that the task's cell may borrow was idle. */
  IDLE_BORROWED(Kind.IDLE_FOUND, "no idle CPU of its own, but one that its cell may borrow"),
  /** The affinity excludes the whole cell, and a CPU that it leaves was idle. */
  IDLE_ELSEWHERE(Kind.IDLE_FOUND, "its affinity excludes its whole cell; an idle CPU elsewhere"),
  /** The task waits in the line that all of its cell's CPUs serve. */
  QUEUED_WITH_CELL(Kind.QUEUED, "no idle CPU for it; waits in line with its cell"),
  /** A restricted task waits for one CPU. */
  QUEUED_FOR_CPU(Kind.QUEUED, "no idle CPU for it; waits for the one with the fewest in line"),
  /** A waiting task was put in another line, for plan, cgroup or affinity changed. */
  MOVED(Kind.QUEUED, "belongs elsewhere since plan, cgroup or affinity changed"),

  /** A lent CPU goes back to its owner, who has tasks waiting. */
  RECLAIMED(Kind.PREEMPTION, "lent out while a task of its owner waits: taken back"),
  /** What runs on the CPU has no right to it any more. */
  EVICTED(Kind.PREEMPTION, "what runs there has lost its right to the CPU"),
  /** Two tasks found the CPU idle at a time; who starts first leaves it to the other. */
  GAVE_WAY(Kind.PREEMPTION, "another one found the CPU idle, too, and waits there: gives way"),
  /** The slice of what runs is shortened for a task that waits for this CPU alone. */
  SLICE_CUT(Kind.GOES_ON, "slice cut short for one who waits for this CPU alone"),

  /** The task was next in line of those that the CPU serves first. */
  NEXT_IN_LINE(Kind.PICK, "next in line by virtual time"),
  /** The cell's tasks of another LLC had the turn, or nobody waited on this one. */
  FROM_OTHER_LLC(Kind.PICK, "from its cell's line of another LLC"),
  /** Nobody waited in the lines that the CPU serves; one who waits for another may. */
  FROM_OTHER_CPU(Kind.PICK, "nobody else in line; taken from another CPU's line"),
  /** The CPU serves the lines of cells that are gone. */
  FROM_RETIRING_CELL(Kind.PICK, "nobody else in line; taken from a retiring cell's"),
  /** The owner has no use for the CPU; it is lent. */
  LENT(Kind.PICK, "its owner has no use for the CPU: lent"),
  /** A lent CPU's next turn goes to another task of the borrowing cell. */
  LENT_ON(Kind.PICK, "lent CPU; another of the borrowing cell is further behind"),
  /** The task goes on with a new slice. */
  KEPT(Kind.GOES_ON, "nobody goes before it: goes on with a new slice"),
  /** The task has waited for so long that the kernel would soon end the scheduler. */
  OVERDUE(
      Kind.PICK, "has waited too long for the kernel's watchdog: next whatever its virtual time"),

  // Of schedulers with a line for each CPU; the cell scheduler makes none of these.

  /** Each CPU has a line of its own, and the task waits in that of its last CPU. */
  QUEUED_NEAR(Kind.QUEUED, "waits in the CPU's own line"),
  /** A waiting task was moved to another CPU's line, where less is to be done. */
  BALANCED(Kind.QUEUED, "moved to a CPU with less to do"),

  /** Somebody who waits is owed more, and its turn ends earlier. */
  OVERTAKEN(Kind.PREEMPTION, "somebody who is owed more goes first");

  /** What becomes of the task, or of the CPU's turn. Who watches decisions goes by these alone. */
  public enum Kind {
    /** A CPU was idle for the task, which goes there and waits in no line. */
    IDLE_FOUND,
    /** The task waits in a line, or in another one than before. */
    QUEUED,
    /** The CPU takes a task that waited in a line, and switches to it at once. */
    PICK,
    /** What runs on the CPU is to leave it. */
    PREEMPTION,
    /** What runs on the CPU goes on, with another slice: nobody starts, and nobody stops. */
    GOES_ON
  }

  private final Kind kind;
  private final String reason;

  Decision(Kind kind, String reason) {
    this.kind = kind;
    this.reason = reason;
  }

  public Kind kind() {
    return kind;
  }

  /** The reason in words, without the names of task and CPU. */
  public String reason() {
    return reason;
  }
}
