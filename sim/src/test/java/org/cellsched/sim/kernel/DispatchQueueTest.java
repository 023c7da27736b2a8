package org.cellsched.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cellsched.core.cpu.CpuMask;
import org.junit.jupiter.api.Test;

class DispatchQueueTest {

  private static final int TASKS = 60;

  private record Entry(Task task, long vtimeNs) {}

  private final List<Task> tasks = new ArrayList<>();

  DispatchQueueTest() {
    Cgroup root = new CgroupTree().root();
    for (int id = 0; id < TASKS; id++) {
      tasks.add(new Task(id, "t" + id, root, CpuMask.of(0)));
    }
  }

  /** The position behind all whose virtual time is not after this one. */
  private static int position(List<Entry> reference, long vtimeNs) {
    int index = 0;
    while (index < reference.size() && reference.get(index).vtimeNs - vtimeNs <= 0) {
      index++;
    }
    return index;
  }

  @Property(tries = 300)
  void orderDiffersFromASortedList(@ForAll long seed) {
    Random random = new Random(seed);
    // Near the top of the range, so that virtual times wrap around.
    long baseNs = random.nextBoolean() ? Long.MAX_VALUE - 20 : random.nextLong();
    DispatchQueue queue = new DispatchQueue();
    List<Entry> reference = new ArrayList<>();
    List<Task> outside = new ArrayList<>(tasks);
    for (int step = 0; step < 300; step++) {
      boolean inserts = random.nextInt(TASKS) >= reference.size();
      if (inserts && !outside.isEmpty()) {
        Task task = outside.remove(random.nextInt(outside.size()));
        long vtimeNs = baseNs + random.nextInt(40);
        reference.add(position(reference, vtimeNs), new Entry(task, vtimeNs));
        queue.insertByVtime(task, vtimeNs);
        assertThat(task.isQueued()).isTrue();
      } else if (!reference.isEmpty()) {
        int index = random.nextInt(3) == 0 ? 0 : random.nextInt(reference.size());
        Task expected = reference.remove(index).task;
        if (random.nextBoolean()) {
          assertThat(queue.removeAt(index)).isSameAs(expected);
        } else {
          queue.remove(expected);
        }
        assertThat(expected.isQueued()).isFalse();
        outside.add(expected);
      }
      assertSame(queue, reference);
    }
    reference.forEach(entry -> queue.remove(entry.task));
  }

  @Property(tries = 200)
  void bothEndsOfALocalQueueAreMixedUp(@ForAll long seed) {
    Random random = new Random(seed);
    DispatchQueue queue = new DispatchQueue();
    List<Entry> reference = new ArrayList<>();
    List<Task> outside = new ArrayList<>(tasks);
    for (int step = 0; step < 200; step++) {
      if (random.nextBoolean() && !outside.isEmpty()) {
        Task task = outside.removeLast();
        if (random.nextBoolean()) {
          queue.insertFirst(task);
          reference.addFirst(new Entry(task, 0));
        } else {
          queue.insertLast(task);
          reference.addLast(new Entry(task, 0));
        }
      } else if (!reference.isEmpty()) {
        outside.add(reference.removeFirst().task);
        queue.removeAt(0);
      }
      assertSame(queue, reference);
    }
    reference.forEach(entry -> queue.remove(entry.task));
  }

  private static void assertSame(DispatchQueue queue, List<Entry> reference) {
    assertThat(queue.size()).isEqualTo(reference.size());
    assertThat(queue.isEmpty()).isEqualTo(reference.isEmpty());
    assertThat(queue.peek()).isSameAs(reference.isEmpty() ? null : reference.getFirst().task);
    for (int index = 0; index < reference.size(); index++) {
      assertThat(queue.get(index)).isSameAs(reference.get(index).task);
    }
    assertThatThrownBy(() -> queue.get(reference.size()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void laterOfTwoEqualsOvertakes() {
    DispatchQueue queue = new DispatchQueue();
    for (Task task : tasks) {
      queue.insertByVtime(task, 7);
    }
    for (Task task : tasks) {
      assertThat(queue.removeAt(0)).isSameAs(task);
    }
  }

  @Test
  void virtualTimeThatWrappedGoesFirst() {
    DispatchQueue queue = new DispatchQueue();
    queue.insertByVtime(tasks.get(0), Long.MIN_VALUE + 5);
    queue.insertByVtime(tasks.get(1), Long.MAX_VALUE - 5);
    assertThat(queue.peek()).isSameAs(tasks.get(1));
  }

  @Test
  void taskIsInTwoQueuesAtOnce() {
    DispatchQueue first = new DispatchQueue();
    DispatchQueue second = new DispatchQueue();
    first.insertLast(tasks.get(0));
    assertThatThrownBy(() -> second.insertLast(tasks.get(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("t0 is in a queue already");
    assertThatThrownBy(() -> second.remove(tasks.get(0))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void longQueueThatMovesForwardGrowsWithoutEnd() {
    DispatchQueue queue = new DispatchQueue();
    queue.insertLast(tasks.get(0));
    long before = allocatedBytes();
    for (int round = 1; round < 100_000; round++) {
      queue.insertLast(tasks.get(round % TASKS));
      queue.removeAt(0);
    }
    assertThat(allocatedBytes() - before).isLessThan(10_000);
    assertThat(queue.size()).isEqualTo(1);
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
