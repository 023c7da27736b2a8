package org.cellsched.sim.workload;

import org.cellsched.sim.kernel.Task;

/** Sees requests complete. */
public interface RequestObserver {

  /** The task has served a request that arrived at {@code arrivedNs}. */
  void completed(long nowNs, Task server, long arrivedNs);
}
