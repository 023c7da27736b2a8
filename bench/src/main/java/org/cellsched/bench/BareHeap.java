package org.cellsched.bench;

/**
 * A binary heap of numbers and nothing else, as textbooks have it: what the event queue, which can
 * also move and cancel any event, is compared with. {@link #pop} and {@link #push} are O(log size).
 */
final class BareHeap {

  /** From 1 on, so that the parent of {@code i} is {@code i / 2}. */
  private final long[] heap;

  private int size;

  BareHeap(int capacity) {
    heap = new long[capacity + 1];
  }

  /** A heap of so many numbers. */
  static BareHeap filled(int size) {
    BareHeap heap = new BareHeap(size);
    for (int i = 0; i < size; i++) {
      heap.push(Delays.of(i));
    }
    return heap;
  }

  void push(long key) {
    int position = ++size;
    while (position > 1 && heap[position / 2] > key) {
      heap[position] = heap[position / 2];
      position /= 2;
    }
    heap[position] = key;
  }

  /** The least; there must be one. */
  long pop() {
    long least = heap[1];
    long last = heap[size--];
    int position = 1;
    while (2 * position <= size) {
      int child = 2 * position;
      if (child < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= last) {
        break;
      }
      heap[position] = heap[child];
      position = child;
    }
    heap[position] = last;
    return least;
  }
}
