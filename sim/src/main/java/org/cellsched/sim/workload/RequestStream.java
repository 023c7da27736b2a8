package org.cellsched.sim.workload;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.sim.engine.RandomStream;

/**
 * Requests that come by one arrival process, and the queues that their parts go to in turn. Part k
 * brings its own service time, the same under every scheduler and whoever serves it.
 */
final class RequestStream {

  final int number;
  private final ArrivalProcess arrivals;
  private final Variate service;
  private final int partsPerRequest;
  private final List<RequestQueue> queues = new ArrayList<>();
  private long parts;
  int liveServers;

  RequestStream(
      int number,
      Arrivals requests,
      Behaviour.Serve serve,
      long seed,
      String name,
      int queueCount,
      long startNs) {
    this.number = number;
    arrivals = ArrivalProcess.of(requests, seed, name, startNs);
    service = new Variate(serve.service(), new RandomStream(seed, name, "service"));
    partsPerRequest = serve.fanOut();
    for (int i = 0; i < queueCount; i++) {
      queues.add(new RequestQueue());
    }
  }

  RequestQueue queue(int index) {
    return queues.get(index);
  }

  /** When the next request comes; {@link org.cellsched.sim.engine.EventQueue#NEVER} if unknown. */
  long nextArrivalNs() {
    return arrivals.nextNs();
  }

  /** A request comes; answers the queues that got a part, one for each part. */
  List<RequestQueue> arrive(long nowNs) {
    Request request = new Request(nowNs, arrivals.take(nowNs), partsPerRequest);
    List<RequestQueue> targets = new ArrayList<>(partsPerRequest);
    for (int i = 0; i < partsPerRequest; i++) {
      RequestQueue queue = queues.get((int) (parts % queues.size()));
      queue.add(new RequestQueue.Part(request, Math.max(1, service.drawNs(parts++))));
      targets.add(queue);
    }
    return targets;
  }

  /** A part is done; answers whether it was the request's last. */
  boolean served(Request request, long nowNs) {
    if (--request.partsLeft > 0) {
      return false;
    }
    arrivals.answered(request.client, nowNs);
    return true;
  }
}
