package org.cellsched.sim;

/** Is told from time to time how far a run has come; for people who wait. */
public interface Progress {

  /** For runs that nobody watches. */
  Progress NONE = (simulatedNs, durationNs) -> true;

  /**
   * Called every 100 ms of simulated time.
   *
   * @return false to end the run here: its result then says that it is partial
   */
  boolean reached(long simulatedNs, long durationNs);
}
