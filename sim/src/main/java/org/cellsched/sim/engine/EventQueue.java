package org.cellsched.sim.engine;

import java.util.Arrays;

/**
 * Pending events in order of time, and simulated time itself.
 *
 * <p>An event belongs to an entity (a CPU's deadline, a sleeping task's timer), and an entity has
 * at most one pending event: scheduling again moves it, cancelling removes it, so no stale event is
 * ever popped. Events at one time come in ascending order of entity number; who numbers the
 * entities thereby orders the classes of events. There is no hidden sequence number, so the order
 * does not depend on how the engine came to it.
 *
 * <p>A 4-ary heap of packed keys (time above, entity below) with a position table. {@link
 * #schedule}, {@link #cancel} and {@link #pop} are O(log pending), {@link #timeOf} O(1); nothing is
 * allocated after construction. Not safe for concurrent use.
 */
public final class EventQueue {

  /** {@link #timeOf} of an entity without a pending event. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The latest time that fits beside an entity number: about 2 h 26 min. */
  public static final long MAX_TIME_NS = (1L << 43) - 1;

  private static final int ENTITY_BITS = 20;
  private static final int ENTITY_MASK = (1 << ENTITY_BITS) - 1;
  private static final int ARITY_SHIFT = 2;
  private static final int ARITY = 1 << ARITY_SHIFT;
  private static final int ABSENT = -1;

  private final long[] heap;
  private final int[] positionOf;
  private int size;
  private long nowNs;

  /** A queue for entities 0 to {@code entityCount - 1}, at time 0. */
  public EventQueue(int entityCount) {
    if (entityCount > 1 << ENTITY_BITS) {
      throw new IllegalArgumentException(
          entityCount + " entities exceed the limit of " + (1 << ENTITY_BITS));
    }
    heap = new long[entityCount];
    positionOf = new int[entityCount];
    Arrays.fill(positionOf, ABSENT);
  }

  /** Time of the event popped last, 0 before the first. */
  public long nowNs() {
    return nowNs;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Number of pending events. */
  public int size() {
    return size;
  }

  /** Time of the next event, or {@link #NEVER}. */
  public long nextTimeNs() {
    return size == 0 ? NEVER : heap[0] >>> ENTITY_BITS;
  }

  /** The entities whose events are due now, ascending. O(due × log due). */
  public int[] due() {
    int[] positions = new int[ARITY];
    int count = isDue(0) ? 1 : 0;
    // Below a key that is not due there is none that is.
    for (int index = 0; index < count; index++) {
      int firstChild = (positions[index] << ARITY_SHIFT) + 1;
      for (int child = firstChild; child < firstChild + ARITY; child++) {
        if (isDue(child)) {
          positions = count < positions.length ? positions : Arrays.copyOf(positions, 2 * count);
          positions[count++] = child;
        }
      }
    }
    int[] entities = new int[count];
    for (int index = 0; index < count; index++) {
      entities[index] = (int) heap[positions[index]] & ENTITY_MASK;
    }
    Arrays.sort(entities);
    return entities;
  }

  private boolean isDue(int position) {
    return position < size && heap[position] >>> ENTITY_BITS == nowNs;
  }

  /** Time of the entity's pending event, or {@link #NEVER}. */
  public long timeOf(int entity) {
    int position = positionOf[entity];
    return position == ABSENT ? NEVER : heap[position] >>> ENTITY_BITS;
  }

  /**
   * Makes the entity's event due at {@code timeNs}, whether or not one was pending.
   *
   * @throws IllegalArgumentException if the time has passed or exceeds {@link #MAX_TIME_NS}
   */
  public void schedule(int entity, long timeNs) {
    if (timeNs < nowNs || timeNs > MAX_TIME_NS) {
      throw new IllegalArgumentException(
          "event of entity " + entity + " at " + timeNs + " ns; now is " + nowNs + " ns");
    }
    long key = timeNs << ENTITY_BITS | entity;
    int position = positionOf[entity];
    if (position == ABSENT) {
      siftUp(size++, key);
    } else if (key < heap[position]) {
      siftUp(position, key);
    } else {
      siftDown(position, key);
    }
  }

  /** Removes the entity's pending event; does nothing if there is none. */
  public void cancel(int entity) {
    int position = positionOf[entity];
    if (position != ABSENT) {
      positionOf[entity] = ABSENT;
      fillHole(position);
    }
  }

  /** Removes the next event, moves time forward to it and answers its entity. */
  public int pop() {
    if (size == 0) {
      throw new IllegalStateException("no pending event");
    }
    long key = heap[0];
    int entity = (int) key & ENTITY_MASK;
    nowNs = key >>> ENTITY_BITS;
    positionOf[entity] = ABSENT;
    fillHole(0);
    return entity;
  }

  /** Puts the last key where one was removed. */
  private void fillHole(int position) {
    long last = heap[--size];
    if (position == size) {
      return;
    }
    int parent = position - 1 >> ARITY_SHIFT;
    if (position > 0 && last < heap[parent]) {
      siftUp(position, last);
    } else {
      siftDown(position, last);
    }
  }

  private void siftUp(int start, long key) {
    int position = start;
    while (position > 0) {
      int parent = position - 1 >> ARITY_SHIFT;
      if (heap[parent] <= key) {
        break;
      }
      place(position, heap[parent]);
      position = parent;
    }
    place(position, key);
  }

  private void siftDown(int start, long key) {
    int position = start;
    while (true) {
      int firstChild = (position << ARITY_SHIFT) + 1;
      if (firstChild >= size) {
        break;
      }
      int smallest = smallestChild(firstChild);
      if (heap[smallest] >= key) {
        break;
      }
      place(position, heap[smallest]);
      position = smallest;
    }
    place(position, key);
  }

  private int smallestChild(int firstChild) {
    int end = Math.min(firstChild + ARITY, size);
    int smallest = firstChild;
    for (int child = firstChild + 1; child < end; child++) {
      if (heap[child] < heap[smallest]) {
        smallest = child;
      }
    }
    return smallest;
  }

  private void place(int position, long key) {
    heap[position] = key;
    positionOf[(int) key & ENTITY_MASK] = position;
  }
}
