package org.cellsched.sim.scenario;

import java.util.List;
import java.util.Objects;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.yaml.Located;
import org.cellsched.host.yaml.Node;
import org.cellsched.sim.interleaving.Interleaving;
import org.jspecify.annotations.Nullable;

/**
 * What could be read of a scenario, before anything is known to fit together. Null is what could
 * not be read; items of lists that could not be read are left out.
 */
record ScenarioDraft(
    Node node,
    @Nullable String name,
    @Nullable String description,
    @Nullable Long seed,
    @Nullable Long durationNs,
    @Nullable SchedulerKind scheduler,
    @Nullable MachineSpec machine,
    @Nullable PolicyConfig policy,
    @Nullable FairSpec fair,
    @Nullable ControlSpec control,
    @Nullable CheckSpec checks,
    Interleaving interleaving,
    List<Located<CellDeclaration>> cells,
    List<Located<TaskGroup>> tasks,
    List<Located<ScenarioEvent>> events,
    List<Located<String>> expectations) {

  /** The scenario, once nothing is missing. */
  Scenario complete(List<Expectation> parsedExpectations) {
    return new Scenario(
        Objects.requireNonNull(name),
        Objects.requireNonNull(description),
        Objects.requireNonNull(seed),
        Objects.requireNonNull(durationNs),
        Objects.requireNonNull(scheduler),
        Objects.requireNonNull(machine),
        Objects.requireNonNull(policy),
        Objects.requireNonNull(fair),
        Objects.requireNonNull(control),
        Objects.requireNonNull(checks),
        interleaving,
        values(cells),
        values(tasks),
        values(events),
        parsedExpectations);
  }

  private static <T> List<T> values(List<Located<T>> items) {
    return items.stream().map(Located::value).toList();
  }
}
