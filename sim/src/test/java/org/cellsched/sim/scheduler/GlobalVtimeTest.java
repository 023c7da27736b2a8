package org.cellsched.sim.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.group;
import static org.cellsched.sim.TestScenario.mask;
import static org.cellsched.sim.TestScenario.niced;
import static org.cellsched.sim.TestScenario.pinned;
import static org.cellsched.sim.TestScenario.runSleep;
import static org.cellsched.sim.TestScenario.spin;
import static org.cellsched.sim.TestScenario.startingAt;

import org.assertj.core.data.Offset;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.TestScenario.Outcome;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.SchedulerKind;
import org.junit.jupiter.api.Test;

/** The baseline with one queue for the whole machine. */
class GlobalVtimeTest {

  private static TestScenario global(int cpus) {
    return TestScenario.cpus(cpus).scheduler(SchedulerKind.GLOBAL_VTIME);
  }

  @Test
  void weightsAreIgnored() {
    Outcome run =
        global(1)
            .cell("a")
            .tasks("a", "a", 1, spin())
            .tasks(niced(group("light", "root", 1, spin()), 3))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("light")).isCloseTo(10_000L * 51 / 151, Offset.offset(72L));
  }

  @Test
  void baselineKnowsCells() {
    Outcome run = global(4).cell("a", "0-3").cell("b").tasks("b", "b", 8, spin()).run(2 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("b")).isGreaterThan(4 * 1_990);
    assertThat(run.cell("b").borrowedNs()).isZero();
    assertThat(run.result().plans().applied()).isZero();
  }

  @Test
  void newcomerStarvesTheOneThatWasAlone() {
    Outcome run =
        global(1)
            .tasks("old", "root", 1, spin())
            .tasks(startingAt(group("new", "root", 1, spin()), 5 * SECOND))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("new")).isCloseTo(2_500L, Offset.offset(72L));
  }

  @Test
  void pinnedWaiterIsForgottenBehindAHeadThatMayNotRunHere() {
    Outcome run =
        global(2)
            .tasks(pinned(group("left", "root", 3, spin()), "0"))
            .tasks(pinned(group("right", "root", 1, runSleep(MS, 3 * MS)), "1"))
            .tasks("both", "root", 2, spin())
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("left") + run.ranMs("right") + run.ranMs("both")).isGreaterThan(9_900);
  }

  @Test
  void hotplugOrHigherClassStrandsTasks() {
    Outcome run =
        global(4)
            .tasks("a", "root", 8, spin())
            .tasks(pinned(group("p", "root", 1, spin()), "3"))
            .at(SECOND, new Action.Offline(mask("3")))
            .at(2 * SECOND, new Action.TakeCpus(mask("0"), SECOND))
            .at(4 * SECOND, new Action.Online(mask("3")))
            .run(6 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.result().machineTimeNs().idle()).isLessThan(60 * MS);
  }
}
