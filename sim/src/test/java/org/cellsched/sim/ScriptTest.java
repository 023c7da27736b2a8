package org.cellsched.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** What the events of a scenario do to those that are not awake yet. */
class ScriptTest {

  /** Found by fuzzing. */
  @Test
  void cellThatGoesBeforeTheFirstWakeupEndsTheRun() throws ScenarioException {
    RunResult result =
        new Simulation(
                ScenarioReader.parse(
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
                    """,
                    "test.yaml",
                    List.of()))
            .run(Progress.NONE);

    assertThat(result.isClean()).isTrue();
    assertThat(result.groups().get(0).switches()).isZero();
    assertThat(result.groups().get(1).switches()).isPositive();
  }
}
