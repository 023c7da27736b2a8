package org.cellsched.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** What the events of a scenario do to tasks that sleep, and to those that run. */
class ScriptTest {

  /** Found by fuzzing. */
  @Test
  void cellThatGoesBeforeTheFirstWakeupEndsTheRun() throws ScenarioException {
    RunResult result =
        run(
            """
            scenario: gone-before-it-wakes
            duration: 200ms
            machine: {coresPerLlc: 2}
            cells: {box: {}}
            tasks:
              - {name: late, cell: box, behaviour: {periodic: {run: 1ms, every: 10ms, phase: 60ms}}}
              - {name: later, cell: root, behaviour: {periodic: {run: 1ms, every: 10ms, phase: 60ms}}}
            events:
              - {at: 30ms, removeCell: box}
            """);

    assertThat(result.isClean()).isTrue();
    assertThat(result.groups().get(0).switches()).isZero();
    assertThat(result.groups().get(1).switches()).isPositive();
  }

  @Test
  void timeBeforeAMoveCountsForTheNewCell() throws ScenarioException {
    RunResult result =
        run(
            """
            scenario: moves-while-it-runs
            duration: 100ms
            machine: {coresPerLlc: 2, costs: {switch: 0, kick: 0}}
            policy: {slice: 20ms}
            cells: {before: {}, after: {}}
            tasks:
              - {name: mover, cell: before, behaviour: spin}
            events:
              - {at: 50500us, move: {group: mover, to: after}}
            """);

    assertThat(result.cells())
        .filteredOn(cell -> cell.cpuTimeNs() > 0)
        .extracting(RunResult.CellResult::cpuTimeNs)
        .startsWith(50_500_000L);
  }

  private static RunResult run(String yaml) throws ScenarioException {
    return new Simulation(ScenarioReader.parse(yaml, "test.yaml", List.of())).run(Progress.NONE);
  }
}
