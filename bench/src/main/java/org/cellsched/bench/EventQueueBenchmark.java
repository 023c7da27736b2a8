package org.cellsched.bench;

import org.cellsched.sim.engine.EventQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hold model: the next event is popped and its entity's next one scheduled, at a time that
 * numbers fixed beforehand say; the queue keeps its size. {@code bareHeap} is the control.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventQueueBenchmark {

  private static final int DELAYS = 1 << 16;

  @Param({"256", "4096", "65536"})
  private int pending;

  private final int[] delayNs = new int[DELAYS];
  private int next;
  private EventQueue queue;
  private BareHeap heap;

  /** For JMH. */
  @SuppressWarnings("NullAway.Init")
  public EventQueueBenchmark() {}

  @Setup
  public void fill() {
    queue = new EventQueue(pending);
    heap = new BareHeap(pending);
    for (int i = 0; i < DELAYS; i++) {
      delayNs[i] = Delays.of(i);
    }
    for (int entity = 0; entity < pending; entity++) {
      queue.schedule(entity, nextDelayNs());
      heap.push(nextDelayNs());
    }
  }

  private int nextDelayNs() {
    return delayNs[next++ & DELAYS - 1];
  }

  /** Time runs out after two simulated hours: then it begins again, which is rare. */
  @Benchmark
  public int eventQueue() {
    if (queue.nowNs() > EventQueue.MAX_TIME_NS - 2L * Delays.LONGEST_NS) {
      fill();
    }
    int entity = queue.pop();
    queue.schedule(entity, queue.nowNs() + nextDelayNs());
    return entity;
  }

  @Benchmark
  public long bareHeap() {
    long timeNs = heap.pop();
    heap.push(timeNs + nextDelayNs());
    return timeNs;
  }
}
