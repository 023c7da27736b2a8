package org.cellsched.sim.workload;

import java.util.stream.LongStream;
import org.cellsched.sim.engine.RandomStream;

/** The random times of a request stream, for computing apart what must come out. */
public final class Draws {

  private Draws() {}

  /** The first {@code count} times from one request to the next, in ns. */
  public static long[] between(Distribution between, long seed, String stream, int count) {
    return draw(between, seed, stream, "arrivals", count);
  }

  /** The service times of the first {@code count} requests, in ns. */
  public static long[] service(Distribution service, long seed, String stream, int count) {
    return LongStream.of(draw(service, seed, stream, "service", count))
        .map(ns -> Math.max(1, ns))
        .toArray();
  }

  private static long[] draw(
      Distribution distribution, long seed, String name, String purpose, int count) {
    Variate variate = new Variate(distribution, new RandomStream(seed, name, purpose));
    return LongStream.range(0, count).map(variate::drawNs).toArray();
  }
}
