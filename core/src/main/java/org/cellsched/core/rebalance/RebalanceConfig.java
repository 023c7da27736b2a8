package org.cellsched.core.rebalance;

/**
 * When CPUs follow demand.
 *
 * @param thresholdPpm difference between the highest and the lowest smoothed utilisation of a cell
 *     from which on a plan is made; 200,000 is 20 points
 * @param cooldownNs least time between two such plans
 * @param smoothingPpm weight of the newest utilisation in the moving average, 1 to 1,000,000 (1.0:
 *     no smoothing)
 */
public record RebalanceConfig(int thresholdPpm, long cooldownNs, int smoothingPpm) {

  /** The defaults of the field: 20 points, 5 s, 0.3. */
  public static final RebalanceConfig DEFAULT = new RebalanceConfig(200_000, 5_000_000_000L, 300_000);
}
