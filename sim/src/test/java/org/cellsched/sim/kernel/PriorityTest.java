package org.cellsched.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.kernel.TestKernel.MS;
import static org.cellsched.sim.kernel.TestKernel.spin;

import org.junit.jupiter.api.Test;

/** Weights that follow from policy and nice, on the scale that schedulers see. */
class PriorityTest {

  @Test
  void idlePolicyWeighsNothingOrItsNiceValue() {
    // WEIGHT_IDLEPRIO is 3 of 1024, which rounds to 0 of 100; no weight is below 1.
    assertThat(TaskLife.weightOf(SchedulingPolicy.IDLE, 0)).isEqualTo(1);
    assertThat(TaskLife.weightOf(SchedulingPolicy.IDLE, -20)).isEqualTo(1);
  }

  @Test
  void batchPolicyChangesTheWeight() {
    assertThat(TaskLife.weightOf(SchedulingPolicy.BATCH, 0)).isEqualTo(100);
    assertThat(TaskLife.weightOf(SchedulingPolicy.BATCH, 19)).isEqualTo(1);
    assertThat(TaskLife.weightOf(SchedulingPolicy.BATCH, -20)).isEqualTo(8668);
  }

  @Test
  void changeOfPolicyForgetsNiceOrTellsNobody() {
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    machine.start("b", spin());
    Task a = machine.start("a", spin());
    machine.kernel.setNice(a, -5);
    machine.runUntil(MS);
    machine.forget();
    machine.kernel.setPolicy(a, SchedulingPolicy.IDLE);
    assertThat(a.weight()).isEqualTo(1);
    machine.kernel.setPolicy(a, SchedulingPolicy.NORMAL);
    assertThat(a.weight()).isEqualTo(305);
    assertThat(machine.happenings())
        .containsExactly("weightChanged a", "enqueue a", "weightChanged a", "enqueue a");
  }
}
