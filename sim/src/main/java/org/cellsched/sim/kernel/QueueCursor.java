package org.cellsched.sim.kernel;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * A queue as it was when somebody began to go through it: struct bpf_iter_scx_dsq. What joined it
 * later, or left it and came back, is passed over (kernel/sched/ext.c, nldsq_cursor_lost_task).
 *
 * <p>Costs nothing until the tasks are asked for, and O(tasks) then: most queues that a CPU looks
 * through are empty, and who moves a certain task needs only {@link #stillHas}.
 */
public final class QueueCursor implements Iterable<Task> {

  /** Of a queue without tasks, whichever it is. */
  static final QueueCursor EMPTY = new QueueCursor(new DispatchQueue(), 0);

  private final DispatchQueue queue;
  private final long insertions;

  /**
   * @param insertions how many tasks had ever been put into the queue
   */
  QueueCursor(DispatchQueue queue, long insertions) {
    this.queue = queue;
    this.insertions = insertions;
  }

  /** The tasks in order; what happens to the queue from now on does not show. */
  public List<Task> tasks() {
    return queue.isEmpty() ? List.of() : queue.tasksUpTo(insertions);
  }

  @Override
  public Iterator<Task> iterator() {
    return queue.isEmpty() ? Collections.emptyIterator() : tasks().iterator();
  }

  /** Whether the task has been in the queue ever since. */
  boolean stillHas(Task task) {
    return task.queue == queue && task.insertion <= insertions;
  }
}
