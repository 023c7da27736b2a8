package org.cellsched.sim.workload;

import java.util.PriorityQueue;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.engine.RandomStream;

/** {@link Arrivals} joined with the streams they are drawn from: when each request comes. */
sealed interface ArrivalProcess {

  /** When the next request comes, as far as is known; {@link EventQueue#NEVER} if it is not. */
  long nextNs();

  /** The next request comes now; answers the number of the client that sent it. */
  int take(long nowNs);

  /** The client's request was served, or its server is gone. */
  default void answered(int client, long nowNs) {}

  /**
   * @param name of the stream of requests; part of the names of all random streams
   */
  static ArrivalProcess of(Arrivals arrivals, long seed, String name, long startNs) {
    RandomStream stream = new RandomStream(seed, name, "arrivals");
    return switch (arrivals) {
      case Arrivals.Poisson poisson ->
          new Renewal(new Variate(interval(poisson.ratePerKilosecond()), stream), startNs);
      case Arrivals.Every every -> new Renewal(new Variate(every.between(), stream), startNs);
      case Arrivals.Bursts bursts ->
          new Interrupted(
              new Variate(interval(bursts.ratePerKilosecond()), stream),
              new Variate(bursts.on(), new RandomStream(seed, name, "on")),
              new Variate(bursts.off(), new RandomStream(seed, name, "off")),
              startNs);
      case Arrivals.Clients clients -> new ClosedLoop(clients, seed, name, startNs);
    };
  }

  private static Distribution interval(long ratePerKilosecond) {
    double nanosPerKilosecond = 1e12;
    return new Distribution.Exponential(
        Math.clamp(Math.round(nanosPerKilosecond / ratePerKilosecond), 1, Variate.LONGEST_NS));
  }

  /** Independent times from one request to the next. */
  final class Renewal implements ArrivalProcess {

    private final Variate between;
    private long nextNs;
    private long taken;

    Renewal(Variate between, long startNs) {
      this.between = between;
      nextNs = startNs + between.drawNs(0);
    }

    @Override
    public long nextNs() {
      return nextNs;
    }

    @Override
    public int take(long nowNs) {
      nextNs = nowNs + between.drawNs(++taken);
      return 0;
    }
  }

  /** Requests come on a clock that stands still between two bursts. */
  final class Interrupted implements ArrivalProcess {

    private final Variate between;
    private final Variate on;
    private final Variate off;

    /** The next request by the clock of the bursts, and where on that clock this burst ends. */
    private long nextInBurstsNs;

    private long burstEndsNs;

    /** How far real time is ahead of that clock: all silence so far. */
    private long silenceNs;

    private long taken;
    private long bursts;

    Interrupted(Variate between, Variate on, Variate off, long startNs) {
      this.between = between;
      this.on = on;
      this.off = off;
      silenceNs = startNs;
      burstEndsNs = on.drawNs(bursts);
      findNext();
    }

    private void findNext() {
      nextInBurstsNs += between.drawNs(taken);
      while (nextInBurstsNs >= burstEndsNs && nextNs() <= EventQueue.MAX_TIME_NS) {
        silenceNs += off.drawNs(bursts++);
        burstEndsNs += on.drawNs(bursts);
      }
    }

    @Override
    public long nextNs() {
      return nextInBurstsNs + silenceNs;
    }

    @Override
    public int take(long nowNs) {
      taken++;
      findNext();
      return 0;
    }
  }

  /** Each client sends when it has thought. What it thinks belongs to it, not to its server. */
  final class ClosedLoop implements ArrivalProcess {

    private record Thought(long endNs, int client) implements Comparable<Thought> {
      @Override
      public int compareTo(Thought other) {
        int byTime = Long.compare(endNs, other.endNs);
        return byTime != 0 ? byTime : Integer.compare(client, other.client);
      }
    }

    private final Variate[] think;
    private final long[] thoughts;
    private final PriorityQueue<Thought> thinking = new PriorityQueue<>();

    ClosedLoop(Arrivals.Clients clients, long seed, String name, long startNs) {
      think = new Variate[clients.count()];
      thoughts = new long[think.length];
      for (int client = 0; client < think.length; client++) {
        RandomStream stream = new RandomStream(seed, name + "/client/" + client, "think");
        think[client] = new Variate(clients.think(), stream);
        answered(client, startNs);
      }
    }

    @Override
    public long nextNs() {
      Thought first = thinking.peek();
      return first == null ? EventQueue.NEVER : first.endNs();
    }

    @Override
    public int take(long nowNs) {
      return thinking.remove().client();
    }

    @Override
    public void answered(int client, long nowNs) {
      thinking.add(new Thought(nowNs + think[client].drawNs(thoughts[client]++), client));
    }
  }
}
