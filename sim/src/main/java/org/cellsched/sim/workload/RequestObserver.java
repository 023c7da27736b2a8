package org.cellsched.sim.workload;

import org.cellsched.sim.kernel.Task;

/** Sees requests come and go. Must not change anything. */
public interface RequestObserver {

  /** A request has arrived, in the stream with this number. */
  default void arrived(long nowNs, int stream) {}

  /**
   * The task has served the last part of a request.
   *
   * @param serviceNs CPU time that all parts of the request took
   */
  default void completed(long nowNs, Task server, long arrivedNs, long serviceNs) {}
}
