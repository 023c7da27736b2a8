package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.cellsched.core.control.DebounceConfig;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.cellsched.host.policy.DataPlaneConfig;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.scenario.ControlSpec;
import org.cellsched.sim.scenario.Scenario;
import org.jspecify.annotations.Nullable;

/** Policies with more of the defaults, and a quick control plane. */
final class PolicyShrinking {

  private PolicyShrinking() {}

  static List<Scenario> plainer(Scenario scenario) {
    PolicyConfig policy = scenario.policy();
    PolicyConfig usual = PolicyConfig.DEFAULT;
    List<PolicyConfig> policies = new ArrayList<>();
    policies.add(usual);
    policies.add(with(policy, policy.borrowing(), null, policy.debounce(), policy.dataPlane()));
    policies.add(with(policy, false, policy.rebalancing(), policy.debounce(), policy.dataPlane()));
    policies.add(
        with(
            policy,
            policy.borrowing(),
            policy.rebalancing(),
            new DebounceConfig(0, 0),
            policy.dataPlane()));
    policies.add(
        with(
            policy,
            policy.borrowing(),
            policy.rebalancing(),
            policy.debounce(),
            DataPlaneConfig.DEFAULT));
    policies.add(
        new PolicyConfig(
            usual.planner(),
            policy.borrowing(),
            0,
            new TreeSet<>(),
            policy.intervalNs(),
            policy.rebalancing(),
            policy.debounce(),
            usual.applyTimeoutNs(),
            policy.dataPlane()));
    List<Scenario> proposals = new ArrayList<>();
    policies.stream()
        .filter(each -> !each.equals(policy))
        .forEach(each -> proposals.add(Parts.of(scenario).withPolicy(each).scenario()));
    if (!scenario.control().equals(ControlSpec.DEFAULT)) {
      proposals.add(Parts.of(scenario).withControl(ControlSpec.DEFAULT).scenario());
    }
    return proposals;
  }

  private static PolicyConfig with(
      PolicyConfig policy,
      boolean borrowing,
      @Nullable RebalanceConfig rebalancing,
      DebounceConfig debounce,
      DataPlaneConfig dataPlane) {
    return new PolicyConfig(
        policy.planner(),
        borrowing,
        policy.rootMinCpus(),
        policy.excluded(),
        policy.intervalNs(),
        rebalancing,
        debounce,
        policy.applyTimeoutNs(),
        dataPlane);
  }
}
