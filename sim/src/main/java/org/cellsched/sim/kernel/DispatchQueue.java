package org.cellsched.sim.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellsched.core.dispatch.Vtime;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch queue (DSQ): tasks in order of virtual time, equal ones in order of arrival; or first
 * come, first served where every key is equal.
 *
 * <p>A sorted array with free space at both ends. Insertion moves the shorter of the two sides,
 * which is short for tasks that come back near the end and for those that go first: O(1) typically,
 * O(n) moved words at worst. Reading in order and taking the head are O(1). Grows by doubling.
 */
public final class DispatchQueue {

  private static final int LEAST_CAPACITY = 8;
  private static final @Nullable Task[] NO_TASKS = {};
  private static final long[] NO_KEYS = {};

  // A scheduler makes a queue for each cell that there could be: most never have a task.
  private @Nullable Task[] tasks = NO_TASKS;
  private long[] keys = NO_KEYS;
  private int head;
  private int end;

  /** How many tasks were ever put in: which of them came after somebody looked. */
  private long insertions;

  public int size() {
    return end - head;
  }

  public boolean isEmpty() {
    return end == head;
  }

  /** The task at {@code index} in order, from 0. */
  public Task get(int index) {
    Task task = index < size() ? tasks[head + index] : null;
    if (task == null) {
      throw new IndexOutOfBoundsException("position " + index + " of a queue of " + size());
    }
    return task;
  }

  /** The queue as it is now, for somebody who goes through it. */
  QueueCursor inOrder() {
    return isEmpty() ? QueueCursor.EMPTY : new QueueCursor(this, insertions);
  }

  /** Those of the first {@code insertions} tasks ever put in that have stayed, in order. O(n). */
  List<Task> tasksUpTo(long insertions) {
    List<Task> stayed = new ArrayList<>(size());
    for (int index = 0; index < size(); index++) {
      Task task = get(index);
      if (task.insertion <= insertions) {
        stayed.add(task);
      }
    }
    return stayed;
  }

  /** The first task, or null. */
  public @Nullable Task peek() {
    return isEmpty() ? null : tasks[head];
  }

  void insertFirst(Task task) {
    long key = isEmpty() ? 0 : keys[head];
    insertAt(head, task, key);
  }

  void insertLast(Task task) {
    long key = isEmpty() ? 0 : keys[end - 1];
    insertAt(end, task, key);
  }

  /** Inserts behind all tasks whose virtual time is not after {@code vtimeNs}. */
  void insertByVtime(Task task, long vtimeNs) {
    int low = head;
    int high = end;
    while (low < high) {
      int middle = low + high >>> 1;
      if (Vtime.before(vtimeNs, keys[middle])) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    insertAt(low, task, vtimeNs);
  }

  /** Removes and answers the task at {@code index} in order. */
  Task removeAt(int index) {
    Task task = get(index);
    int position = head + index;
    if (index < size() / 2) {
      shift(head, 1, index);
      tasks[head++] = null;
    } else {
      shift(position + 1, -1, end - position - 1);
      tasks[--end] = null;
    }
    task.queue = null;
    return task;
  }

  void remove(Task task) {
    for (int index = 0; index < size(); index++) {
      if (tasks[head + index] == task) {
        removeAt(index);
        return;
      }
    }
    throw new IllegalStateException(task + " is not in this queue");
  }

  private void insertAt(int position, Task task, long key) {
    if (task.queue != null) {
      throw new IllegalStateException(task + " is in a queue already");
    }
    int index = position - head;
    if (head == 0 || end == tasks.length) {
      recentre();
    }
    if (index < size() / 2) {
      shift(head, -1, index);
      head--;
    } else {
      shift(head + index, 1, size() - index);
      end++;
    }
    tasks[head + index] = task;
    keys[head + index] = key;
    task.queue = this;
    task.insertion = ++insertions;
  }

  private void shift(int from, int by, int count) {
    System.arraycopy(tasks, from, tasks, from + by, count);
    System.arraycopy(keys, from, keys, from + by, count);
  }

  /** Leaves as much room before the tasks as behind them, in larger arrays if half are in use. */
  private void recentre() {
    int size = size();
    if (size >= tasks.length / 2) {
      int capacity = Math.max(LEAST_CAPACITY, tasks.length * 2);
      tasks = Arrays.copyOf(tasks, capacity);
      keys = Arrays.copyOf(keys, capacity);
    }
    int newHead = (tasks.length - size) / 2;
    shift(head, newHead - head, size);
    Arrays.fill(tasks, 0, newHead, null);
    Arrays.fill(tasks, newHead + size, tasks.length, null);
    head = newHead;
    end = newHead + size;
  }
}
