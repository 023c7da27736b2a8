package org.cellsched.sim.workload;

import java.util.ArrayDeque;
import java.util.Deque;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * Parts of requests that wait to be served, first come, first served, and the servers that wait for
 * them. A request that does not fan out is one part.
 */
final class RequestQueue {

  /** What one server does for a request. */
  record Part(Request request, long serviceNs) {}

  private final Deque<Part> parts = new ArrayDeque<>();
  private final Deque<Task> waitingServers = new ArrayDeque<>();

  void add(Part part) {
    parts.add(part);
  }

  boolean hasPart() {
    return !parts.isEmpty();
  }

  /** Takes the first waiting part; null if there is none. */
  @Nullable Part take() {
    return parts.poll();
  }

  Deque<Task> waitingServers() {
    return waitingServers;
  }
}
