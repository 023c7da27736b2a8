package org.cellsched.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cellsched.sim.kernel.TestKernel.MS;
import static org.cellsched.sim.kernel.TestKernel.run;
import static org.cellsched.sim.kernel.TestKernel.sleep;
import static org.cellsched.sim.kernel.TestKernel.spin;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The kernel ends a scheduler that forgets a task. */
class WatchdogTest {

  private static final long SECOND = 1_000 * MS;

  /** Never dispatches what is queued behind its first task. */
  private static final class Forgetful extends TestScheduler {
    @Override
    public void enqueue(Task task, boolean cpuSelected) {
      kernel.insert(task, task.name().equals("forgotten") ? lost : queue, SLICE_NS);
    }

    private int lost;

    @Override
    public void init(Kfuncs kernelCalls) {
      super.init(kernelCalls);
      lost = kernelCalls.createQueue();
    }

    @Override
    public void dispatch(int cpu, @Nullable Task previous) {
      kernel.moveToLocal(queue, cpu);
    }
  }

  @Test
  void forgottenTaskWaitsForEver() {
    TestKernel machine = new TestKernel(1, 0, 0, new Forgetful());
    machine.start("a", spin());
    machine.runUntil(SECOND);
    machine.start("forgotten", spin());
    // Scans come at 15, 30 and 45 s; at 30 s it has waited for 29 s.
    machine.runUntil(45 * SECOND - 1);
    assertThatThrownBy(() -> machine.runUntil(45 * SECOND))
        .isInstanceOf(SchedulerFault.class)
        .hasMessageContaining("forgotten failed to run for 44.000 s")
        .hasMessageContaining("timeout is 30.000 s");
    assertThat(machine.events.nowNs()).isEqualTo(45 * SECOND);
  }

  @Test
  void taskThatSleepsOrRunsForLongIsTakenForAStall() {
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    machine.start("sleeper", run(MS), sleep(100 * SECOND), spin());
    machine.start("spinner", spin());
    machine.runUntil(99 * SECOND);
    assertThat(machine.timesUs("+spinner@0")).hasSize(1);
  }
}
