package org.cellsched.sim.workload;

/** When requests come. Closed: each is a process that the simulator draws from. */
public sealed interface Arrivals {

  /** Independent of each other, at a constant mean rate in requests per 1000 seconds. */
  record Poisson(long ratePerKilosecond) implements Arrivals {}

  /** Times between two requests that do not depend on each other: a renewal process. */
  record Every(Distribution between) implements Arrivals {}

  /**
   * Bursts of independent requests with silence between them, beginning with a burst: an
   * interrupted Poisson process.
   *
   * @param ratePerKilosecond during a burst
   */
  record Bursts(long ratePerKilosecond, Distribution on, Distribution off) implements Arrivals {}

  /**
   * Clients of whom each sends a request, waits until it is served, thinks, and sends the next: a
   * closed loop, which slows down with its server.
   */
  record Clients(int count, Distribution think) implements Arrivals {}

  /**
   * The same arrivals at {@code factor} times the rate, or with as many times the clients; rates
   * beyond what a number holds are cut.
   */
  default Arrivals times(int factor) {
    return switch (this) {
      case Poisson poisson -> new Poisson(multiplied(poisson.ratePerKilosecond(), factor));
      case Bursts bursts ->
          new Bursts(multiplied(bursts.ratePerKilosecond(), factor), bursts.on(), bursts.off());
      case Clients clients -> new Clients(clients.count() * factor, clients.think());
      case Every every -> throw new IllegalArgumentException("times between requests have no rate");
    };
  }

  /**
   * Part {@code part} of these arrivals split into {@code parts} equal ones; what cannot be split
   * evenly goes to the first parts.
   */
  default Arrivals split(int part, int parts) {
    return switch (this) {
      case Poisson poisson -> new Poisson(share(poisson.ratePerKilosecond(), part, parts));
      case Bursts bursts ->
          new Bursts(share(bursts.ratePerKilosecond(), part, parts), bursts.on(), bursts.off());
      case Clients clients ->
          new Clients((int) share(clients.count(), part, parts), clients.think());
      case Every every -> throw new IllegalArgumentException("times between requests have no rate");
    };
  }

  private static long multiplied(long rate, int factor) {
    return rate > Long.MAX_VALUE / factor ? Long.MAX_VALUE : rate * factor;
  }

  private static long share(long total, int part, int parts) {
    return total / parts + (part < total % parts ? 1 : 0);
  }
}
