package org.cellsched.sim.fuzz;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cellsched.core.control.DebounceConfig;
import org.cellsched.core.dispatch.SliceCut;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.cellsched.host.policy.DataPlaneConfig;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.scenario.ControlSpec;
import org.jspecify.annotations.Nullable;

/**
 * Draws policies and control planes: intervals in milliseconds, so that much happens in one run.
 */
final class PolicyDraw {

  private static final long MICROSECOND_NS = 1_000;
  private static final long MILLISECOND_NS = 1_000_000;
  private static final int PPM = 1_000_000;

  private final Dice dice;
  private final Set<Feature> features;

  PolicyDraw(Dice dice, Set<Feature> features) {
    this.dice = dice;
    this.features = features;
  }

  private boolean has(Feature feature) {
    return features.contains(feature);
  }

  PolicyConfig policy(int cpuCount) {
    return new PolicyConfig(
        has(Feature.MATCHING_PLANNER) ? "matching" : "proportional",
        has(Feature.BORROWING),
        has(Feature.ROOT_CPUS) ? dice.between(1, Math.min(3, cpuCount)) : 0,
        excluded(),
        dice.timeNs(4 * MILLISECOND_NS, 40 * MILLISECOND_NS),
        rebalancing(),
        debounce(),
        has(Feature.REFUSED_PLANS) ? 2 * MILLISECOND_NS : 50 * MILLISECOND_NS,
        dataPlane());
  }

  /** Names of cells that most scenarios have. */
  private SortedSet<String> excluded() {
    SortedSet<String> names = new TreeSet<>();
    if (has(Feature.EXCLUSION)) {
      names.add(TenantNames.cell(dice.between(0, 2)));
    }
    return names;
  }

  private @Nullable RebalanceConfig rebalancing() {
    return has(Feature.REBALANCING)
        ? new RebalanceConfig(
            dice.between(1, 40) * PPM / 100,
            dice.timeNs(4 * MILLISECOND_NS, 80 * MILLISECOND_NS),
            dice.between(1, 10) * PPM / 10)
        : null;
  }

  private DebounceConfig debounce() {
    if (!has(Feature.SLOW_DEBOUNCE)) {
      return new DebounceConfig(0, 0);
    }
    long quietNs = dice.timeNs(MILLISECOND_NS, 10 * MILLISECOND_NS);
    return new DebounceConfig(quietNs, quietNs + dice.timeNs(MILLISECOND_NS, 10 * MILLISECOND_NS));
  }

  private DataPlaneConfig dataPlane() {
    return new DataPlaneConfig(
        has(Feature.LONG_SLICES)
            ? 20 * MILLISECOND_NS
            : dice.timeNs(500 * MICROSECOND_NS, 5 * MILLISECOND_NS),
        has(Feature.LLC_QUEUES),
        dice.oneIn(2) || has(Feature.IN_STEP)
            ? 0
            : dice.timeNs(50 * MICROSECOND_NS, 400 * MICROSECOND_NS),
        !has(Feature.NO_RECLAIM),
        SliceCut.DEFAULT);
  }

  ControlSpec control() {
    return new ControlSpec(
        has(Feature.LATE_NOTIFICATIONS) ? dice.timeNs(MILLISECOND_NS, 25 * MILLISECOND_NS) : 0,
        publicationNs());
  }

  private long publicationNs() {
    if (has(Feature.SLOW_PLANS) || has(Feature.REFUSED_PLANS)) {
      return dice.timeNs(MILLISECOND_NS, 12 * MILLISECOND_NS);
    }
    return has(Feature.IN_STEP) ? ScenarioGenerator.STEP_NS / 2 : 100 * MICROSECOND_NS;
  }
}
