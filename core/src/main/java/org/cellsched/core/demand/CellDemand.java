package org.cellsched.core.demand;

import org.cellsched.core.cell.CellId;

/**
 * What is known of one cell's demand.
 *
 * @param utilisationPpm over the last measured interval: time its tasks ran, on any CPU, per time
 *     of its own CPUs; passes 1,000,000 when it borrows
 * @param smoothedMicroPpm the moving average of that, in millionths of a ppm: whole ppm would stall
 *     short of their goal by up to 1,000,000 / smoothing
 * @param runningMilliCpus CPUs its tasks ran on, on average over the interval
 * @param waitingMilliCpus the mean number of its cell-wide tasks that waited, times 1,000;
 *     restricted tasks are left out, more CPUs do not cure their waiting
 * @param demandMilliCpus running, and waiting up to a growth cap: see {@link DemandTracker}
 */
public record CellDemand(
    CellId id,
    long utilisationPpm,
    long smoothedMicroPpm,
    long runningMilliCpus,
    long waitingMilliCpus,
    long demandMilliCpus) {

  /** The moving average in whole ppm, rounded down. */
  public long smoothedPpm() {
    return smoothedMicroPpm / FixedPoint.MILLION;
  }

  /** A cell that was not measured yet. */
  public static CellDemand seeded(CellId id, long smoothedMicroPpm) {
    return new CellDemand(id, 0, smoothedMicroPpm, 0, 0, 0);
  }
}
