package org.cellsched.sim.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.UniformLoad;
import org.junit.jupiter.api.Test;

class TurnLogTest {

  private static final long MS = 1_000_000;

  /**
   * With 1,000 tasks a CPU waits grow for a second, each the longest so far: 90,000 turns, of which
   * the log knows a third.
   */
  @Test
  void turnsOfALongWaitAreLostBeforeTheyAreAddedUp() {
    CpuDiary diary = new CpuDiary();
    RunResult result =
        new Simulation(new UniformLoad(16, 1000, MS / 5, 0, 1200 * MS).scenario(), diary)
            .run(Progress.NONE);

    assertThat(result.worstWaits()).hasSize(8);
    result.worstWaits().forEach(told -> WaitsTest.assertTrue(told, diary));
  }
}
