package org.cellsched.sim;

import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.workload.RequestObserver;

/**
 * Sees everything that happens in a run, beside the checkers and metrics that every run has. Must
 * not change anything. What an observer does not care about it does not override.
 */
public interface RunObserver extends KernelObserver, RequestObserver {

  /** Sees nothing. */
  RunObserver NONE = new RunObserver() {};
}
