package org.cellsched.sim.scenario;

import java.util.List;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.interleaving.Interleaving;

/**
 * Everything that a simulation depends on. Immutable, and consistent: what it names exists, CPUs
 * are those of the machine, times are within the duration (unless the duration was overridden: then
 * events and expectations may lie beyond its end).
 *
 * @param description for people; may be empty
 * @param seed of all random draws
 * @param interleaving where callbacks are interrupted by others
 * @param cells the children of the cell parent at time 0, in the order of the file
 */
public record Scenario(
    String name,
    String description,
    long seed,
    long durationNs,
    SchedulerKind scheduler,
    MachineSpec machine,
    PolicyConfig policy,
    FairSpec fair,
    ControlSpec control,
    CheckSpec checks,
    Interleaving interleaving,
    List<CellDeclaration> cells,
    List<TaskGroup> tasks,
    List<ScenarioEvent> events,
    List<Expectation> expectations) {

  public Scenario {
    cells = List.copyOf(cells);
    tasks = List.copyOf(tasks);
    events = List.copyOf(events);
    expectations = List.copyOf(expectations);
  }
}
