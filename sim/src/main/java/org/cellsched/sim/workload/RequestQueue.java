package org.cellsched.sim.workload;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.cellsched.sim.engine.RandomStream;
import org.cellsched.sim.kernel.Task;

/**
 * Requests that wait to be served, first come, first served, and the servers that wait for
 * requests. Requests arrive on their own time whether or not anyone serves them (open loop).
 * Request k brings its own service time, the same under every scheduler.
 */
final class RequestQueue {

  private static final double NANOS_PER_KILOSECOND = 1e12;
  private static final int INITIAL_CAPACITY = 16;

  final int number;
  private final Variate between;
  private final Variate service;
  private final Deque<Task> waitingServers = new ArrayDeque<>();

  /** Arrival times of waiting requests: a ring whose first is request {@code taken}. */
  private long[] arrivalNs = new long[INITIAL_CAPACITY];

  private long taken;
  private long arrived;
  private long lastArrivalNs;
  int liveServers;

  RequestQueue(int number, Behaviour.Serve serve, long seed, String name, long startNs) {
    this.number = number;
    between = new Variate(interval(serve.arrivals()), new RandomStream(seed, name, "arrivals"));
    service = new Variate(serve.service(), new RandomStream(seed, name, "service"));
    lastArrivalNs = startNs;
  }

  private static Distribution interval(Arrivals arrivals) {
    return switch (arrivals) {
      case Arrivals.Poisson poisson ->
          new Distribution.Exponential(
              Math.round(NANOS_PER_KILOSECOND / poisson.ratePerKilosecond()));
    };
  }

  /** When the next request will come. */
  long nextArrivalNs() {
    return lastArrivalNs + between.drawNs(arrived);
  }

  /** A request arrives. */
  void arrive(long nowNs) {
    if (arrived - taken == arrivalNs.length) {
      grow();
    }
    arrivalNs[slot(arrived++)] = nowNs;
    lastArrivalNs = nowNs;
  }

  boolean hasRequest() {
    return arrived > taken;
  }

  /** When the first waiting request arrived. */
  long firstArrivalNs() {
    return arrivalNs[slot(taken)];
  }

  /** Takes the first waiting request and answers its service time, at least 1 ns. */
  long take() {
    return Math.max(1, service.drawNs(taken++));
  }

  Deque<Task> waitingServers() {
    return waitingServers;
  }

  private int slot(long request) {
    return (int) (request & arrivalNs.length - 1);
  }

  private void grow() {
    long[] old = arrivalNs;
    arrivalNs = Arrays.copyOf(old, old.length * 2);
    for (long request = taken; request < arrived; request++) {
      arrivalNs[slot(request)] = old[(int) (request & old.length - 1)];
    }
  }
}
