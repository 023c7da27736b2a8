package org.cellsched.sim.workload;

/** A request that is under way. */
final class Request {

  final long arrivedNs;

  /** Who sent it, where that matters. */
  final int client;

  /** Parts that are not served yet. */
  int partsLeft;

  Request(long arrivedNs, int client, int parts) {
    this.arrivedNs = arrivedNs;
    this.client = client;
    this.partsLeft = parts;
  }
}
