package org.cellsched.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EventQueueTest {

  private record Pending(long timeNs, int entity) {}

  /** The order that is promised, kept by a set that knows nothing of heaps. */
  private static final class Reference {
    final TreeSet<Pending> pending =
        new TreeSet<>(Comparator.comparingLong(Pending::timeNs).thenComparingInt(Pending::entity));

    void schedule(int entity, long timeNs) {
      cancel(entity);
      pending.add(new Pending(timeNs, entity));
    }

    void cancel(int entity) {
      pending.removeIf(event -> event.entity == entity);
    }
  }

  @Property(tries = 300)
  void popsInAnotherOrderThanTimeThenEntity(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int entities) {
    Random random = new Random(seed);
    EventQueue queue = new EventQueue(entities);
    Reference reference = new Reference();
    for (int step = 0; step < 400; step++) {
      int entity = random.nextInt(entities);
      switch (random.nextInt(8)) {
        case 0 -> {
          queue.cancel(entity);
          reference.cancel(entity);
        }
        case 1, 2 -> {
          if (!reference.pending.isEmpty()) {
            Pending first = reference.pending.pollFirst();
            assertThat(queue.nextTimeNs()).isEqualTo(first.timeNs);
            assertThat(queue.pop()).isEqualTo(first.entity);
            assertThat(queue.nowNs()).isEqualTo(first.timeNs);
          }
        }
        default -> {
          // Few distinct times, so that ties are common.
          long timeNs = queue.nowNs() + random.nextInt(6);
          queue.schedule(entity, timeNs);
          reference.schedule(entity, timeNs);
        }
      }
      assertSame(queue, reference, entities);
    }
  }

  private static void assertSame(EventQueue queue, Reference reference, int entities) {
    assertThat(queue.size()).isEqualTo(reference.pending.size());
    assertThat(queue.isEmpty()).isEqualTo(reference.pending.isEmpty());
    long[] expected = new long[entities];
    java.util.Arrays.fill(expected, EventQueue.NEVER);
    reference.pending.forEach(event -> expected[event.entity] = event.timeNs);
    for (int entity = 0; entity < entities; entity++) {
      assertThat(queue.timeOf(entity)).isEqualTo(expected[entity]);
    }
    assertThat(queue.nextTimeNs())
        .isEqualTo(
            reference.pending.isEmpty() ? EventQueue.NEVER : reference.pending.first().timeNs);
  }

  @Test
  void movedEventFiresAtItsOldTimeToo() {
    EventQueue queue = new EventQueue(2);
    queue.schedule(0, 10);
    queue.schedule(0, 30);
    queue.schedule(1, 20);
    assertThat(queue.pop()).isEqualTo(1);
    assertThat(queue.pop()).isZero();
    assertThat(queue.nowNs()).isEqualTo(30);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void timeRunsBack() {
    EventQueue queue = new EventQueue(1);
    queue.schedule(0, 10);
    queue.pop();
    assertThatThrownBy(() -> queue.schedule(0, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at 9 ns; now is 10 ns");
    queue.schedule(0, 10);
    assertThat(queue.timeOf(0)).isEqualTo(10);
  }

  @Test
  void latestTimeOrHighestEntityOverflowsTheKey() {
    int entities = 1 << 20;
    EventQueue queue = new EventQueue(entities);
    queue.schedule(entities - 1, EventQueue.MAX_TIME_NS);
    queue.schedule(0, EventQueue.MAX_TIME_NS);
    assertThat(queue.timeOf(entities - 1)).isEqualTo(EventQueue.MAX_TIME_NS);
    assertThat(queue.pop()).isZero();
    assertThat(queue.pop()).isEqualTo(entities - 1);
    assertThatThrownBy(() -> queue.schedule(0, EventQueue.MAX_TIME_NS + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EventQueue(entities + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1048577 entities");
  }

  @Test
  void emptyQueueInventsAnEvent() {
    EventQueue queue = new EventQueue(1);
    assertThatThrownBy(queue::pop).isInstanceOf(IllegalStateException.class);
    queue.cancel(0);
    assertThat(queue.size()).isZero();
  }

  @Test
  void eventPathAllocates() {
    EventQueue queue = new EventQueue(1000);
    churn(queue);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < 100; round++) {
      churn(queue);
    }
    // The bean itself may allocate a little; 100,000 events may not.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  private static void churn(EventQueue queue) {
    for (int entity = 0; entity < 1000; entity++) {
      queue.schedule(entity, queue.nowNs() + entity * 7919L % 1000);
      queue.schedule(entity, queue.nowNs() + entity * 104729L % 1000);
    }
    queue.cancel(500);
    while (!queue.isEmpty()) {
      queue.pop();
    }
  }
}
