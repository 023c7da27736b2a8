package org.cellsched.core.rebalance;

import java.util.Collection;
import java.util.function.Function;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.demand.CellDemand;
import org.jspecify.annotations.Nullable;

/**
 * Decides when CPUs shall follow demand: when the smoothed utilisations of the busiest and the
 * quietest cell, the root cell among them, lie a threshold apart, and the plan before this one is a
 * cooldown old. Which CPUs go where is a planner's matter.
 *
 * <p>The rule of scx_mitosis. Immutable; O(cells).
 *
 * @param lastNs when CPUs followed demand last; null if they never did
 */
public record Rebalancer(@Nullable Long lastNs) {

  /** CPUs have not followed demand yet. */
  public static final Rebalancer INITIAL = new Rebalancer(null);

  private static final long MICRO_PER_UNIT = 1_000_000;
  private static final long PPM_PER_POINT = 10_000;
  private static final long NS_PER_MS = 1_000_000;

  /** The rebalancer after a plan that follows demand was issued. */
  public Rebalancer rebalanced(long nowNs) {
    return new Rebalancer(nowNs);
  }

  /**
   * Whether to rebalance now.
   *
   * @param demands of the cells of the plan in force, as far as known, in a fixed order: the first
   *     of equals is named
   * @param nameOf what to call a cell in the reason
   */
  public RebalanceDecision decide(
      RebalanceConfig config,
      Collection<CellDemand> demands,
      Function<CellId, String> nameOf,
      long nowNs) {
    if (demands.size() < 2) {
      return RebalanceDecision.hold("demand is known of " + demands.size() + " cells, two compare");
    }
    CellDemand busiest = demands.iterator().next();
    CellDemand quietest = busiest;
    for (CellDemand demand : demands) {
      if (demand.smoothedMicroPpm() > busiest.smoothedMicroPpm()) {
        busiest = demand;
      } else if (demand.smoothedMicroPpm() < quietest.smoothedMicroPpm()) {
        quietest = demand;
      }
    }
    long spread = busiest.smoothedMicroPpm() - quietest.smoothedMicroPpm();
    boolean reached = spread >= config.thresholdPpm() * MICRO_PER_UNIT;
    String facts =
        nameOf.apply(busiest.id())
            + " "
            + points(busiest.smoothedPpm())
            + " %, "
            + nameOf.apply(quietest.id())
            + " "
            + points(quietest.smoothedPpm())
            + " %: spread "
            + points(spread / MICRO_PER_UNIT)
            + " points "
            + (reached ? "≥ " : "< ")
            + points(config.thresholdPpm());
    if (!reached) {
      return RebalanceDecision.hold(facts);
    }
    long restNs = lastNs == null ? 0 : lastNs + config.cooldownNs() - nowNs;
    return restNs > 0
        ? RebalanceDecision.hold(facts + ", cooldown for another " + ceilMs(restNs) + " ms")
        : new RebalanceDecision(true, facts + ", cooldown over");
  }

  private static long ceilMs(long durationNs) {
    return Math.ceilDiv(durationNs, NS_PER_MS);
  }

  /** Percent with one digit after the point unless that is 0: {@code 95}, {@code 3.4}. */
  private static String points(long ppm) {
    long tenths = ppm * 10 / PPM_PER_POINT;
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
  }
}
