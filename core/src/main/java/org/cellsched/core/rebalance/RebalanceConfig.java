package org.cellsched.core.rebalance;

import java.util.ArrayList;
import java.util.List;

/**
 * When CPUs follow demand. Values are taken as they are; {@link #problems} tells which are out of
 * range.
 *
 * @param thresholdPpm difference between the highest and the lowest smoothed utilisation of a cell
 *     from which on a plan is made, at least 1; 200,000 is 20 points
 * @param cooldownNs least time between two such plans, 0 to {@link #MAX_COOLDOWN_NS}
 * @param smoothingPpm weight of the newest utilisation in the moving average, 1 to 1,000,000 (1.0:
 *     no smoothing)
 */
public record RebalanceConfig(int thresholdPpm, long cooldownNs, int smoothingPpm) {

  /** The defaults of the field: 20 points, 5 s, 0.3. */
  public static final RebalanceConfig DEFAULT =
      new RebalanceConfig(200_000, 5_000_000_000L, 300_000);

  /** A day; longer is a mistaken unit, and sums with a time must not overflow. */
  public static final long MAX_COOLDOWN_NS = 86_400_000_000_000L;

  private static final int MILLION = 1_000_000;

  /** What is out of range, a sentence each with the value seen; empty if all is well. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (thresholdPpm < 1) {
      problems.add("threshold is " + thresholdPpm + " ppm; it must be at least 1 ppm");
    }
    if (cooldownNs < 0 || cooldownNs > MAX_COOLDOWN_NS) {
      problems.add("cooldown is " + cooldownNs + " ns; it must be 0 to " + MAX_COOLDOWN_NS + " ns");
    }
    if (smoothingPpm < 1 || smoothingPpm > MILLION) {
      problems.add("smoothing is " + smoothingPpm + " ppm; it must be 1 to " + MILLION + " ppm");
    }
    return problems;
  }
}
