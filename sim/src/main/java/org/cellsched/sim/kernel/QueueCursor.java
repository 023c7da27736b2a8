package org.cellsched.sim.kernel;

import java.util.Iterator;
import java.util.List;

/**
 * The tasks of a queue in order, as they were when somebody began to go through it: struct
 * bpf_iter_scx_dsq. What joined the queue later, or left it and came back, is not among them
 * (kernel/sched/ext.c, nldsq_cursor_lost_task).
 */
public final class QueueCursor implements Iterable<Task> {

  private final DispatchQueue queue;
  private final List<Task> tasks;
  private final long insertions;

  QueueCursor(DispatchQueue queue, List<Task> tasks, long insertions) {
    this.queue = queue;
    this.tasks = tasks;
    this.insertions = insertions;
  }

  public List<Task> tasks() {
    return tasks;
  }

  @Override
  public Iterator<Task> iterator() {
    return tasks.iterator();
  }

  /** Whether the task has been in the queue ever since. */
  boolean stillHas(Task task) {
    return task.queue == queue && task.insertion <= insertions;
  }
}
