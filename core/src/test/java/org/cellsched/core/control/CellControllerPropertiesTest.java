package org.cellsched.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cellsched.core.control.ControllerEffect.ApplyPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.rebalance.RebalanceConfig;

/** What holds whatever a host does; jqwik prints the seed of a failure. */
class CellControllerPropertiesTest {

  private static final int INPUTS = 120;

  private static final ControllerConfig CONFIG =
      TestHost.config(new RebalanceConfig(100_000, 1_000_000_000L, 300_000), "c7");

  private static CellController controller() {
    return new CellController(
        CONFIG, TestHost.machine(RandomInputs.CPUS), CpuMask.firstCpus(RandomInputs.CPUS));
  }

  @Property(tries = 400)
  void dataPlaneIsToldWhatItMustNotBeTold(@ForAll long seed) {
    CellController controller = controller();
    RandomInputs host = new RandomInputs(seed);
    PublishedPlansChecker checker = new PublishedPlansChecker();
    for (int i = 0; i < INPUTS; i++) {
      RandomInputs.Timed timed = host.next();
      checker.see(timed.input(), timed.nowNs());
      List<ControllerEffect> effects = controller.on(timed.input(), timed.nowNs());
      effects.forEach(effect -> checker.see(effect, timed.nowNs()));
      host.take(effects);
    }
  }

  @Property(tries = 100)
  void restoringChangesSomething(
      @ForAll long seed, @ForAll @IntRange(max = INPUTS - 1) int restoreAt) {
    CellController original = controller();
    CellController restored = original;
    RandomInputs host = new RandomInputs(seed);
    for (int i = 0; i < INPUTS; i++) {
      if (i == restoreAt) {
        restored =
            CellController.restore(
                CONFIG, TestHost.machine(RandomInputs.CPUS), original.checkpoint());
        assertThat(restored.checkpoint()).isEqualTo(original.checkpoint());
        assertThat(restored.cells()).isEqualTo(original.cells());
      }
      RandomInputs.Timed timed = host.next();
      List<ControllerEffect> effects = original.on(timed.input(), timed.nowNs());
      if (i >= restoreAt) {
        assertThat(restored.on(timed.input(), timed.nowNs())).isEqualTo(effects);
        assertThat(restored.checkpoint()).isEqualTo(original.checkpoint());
      }
      host.take(effects);
    }
  }

  @Property(tries = 100)
  void equalSnapshotChangesSomething(@ForAll long seed) {
    CellController controller = controller();
    RandomInputs host = new RandomInputs(seed);
    for (int i = 0; i < INPUTS; i++) {
      RandomInputs.Timed timed = host.next();
      List<ControllerEffect> effects = controller.on(timed.input(), timed.nowNs());
      host.take(effects);
      if (timed.input() instanceof ControllerInput.CgroupsListed(List<CgroupState> children)) {
        ControllerCheckpoint before = controller.checkpoint();
        List<CgroupState> again = new ArrayList<>(children);
        Collections.shuffle(again, new Random(seed + i));
        assertThat(controller.on(new ControllerInput.CgroupsListed(again), timed.nowNs()))
            .isEmpty();
        assertThat(controller.checkpoint()).isEqualTo(before);
      }
    }
  }

  @Property(tries = 100)
  void orderOfCgroupsInASnapshotDecidesSomething(@ForAll long seed) {
    CellController one = controller();
    CellController other = controller();
    RandomInputs host = new RandomInputs(seed);
    Random shuffling = new Random(seed);
    for (int i = 0; i < INPUTS; i++) {
      RandomInputs.Timed timed = host.next();
      ControllerInput input = timed.input();
      if (input instanceof ControllerInput.CgroupsListed(List<CgroupState> children)) {
        List<CgroupState> shuffled = new ArrayList<>(children);
        Collections.shuffle(shuffled, shuffling);
        input = new ControllerInput.CgroupsListed(shuffled);
      }
      List<ControllerEffect> effects = one.on(timed.input(), timed.nowNs());
      assertThat(other.on(input, timed.nowNs())).isEqualTo(effects);
      host.take(effects);
    }
  }

  /** However it came to its state: once the world holds still, so do the plans. */
  @Property(tries = 100)
  void quietWorldSeesPlansForEver(@ForAll long seed) {
    CellController controller = controller();
    RandomInputs inputs = new RandomInputs(seed);
    long nowNs = 0;
    for (int i = 0; i < INPUTS; i++) {
      RandomInputs.Timed timed = inputs.next();
      nowNs = timed.nowNs();
      inputs.take(controller.on(timed.input(), nowNs));
    }
    TestHost host = new TestHost(controller);
    host.nowNs = nowNs;
    host.send(new ControllerInput.CgroupsListed(inputs.shuffledChildren()));
    host.send(new ControllerInput.Woken());
    host.advance(RetryBackoff.MAX_DELAY_NS + DebounceConfig.DEFAULT.maxDelayNs());
    int plans = host.plans.size();
    host.advance(1_000_000_000_000L);
    assertThat(host.plans).hasSize(plans);
    IssuedPlans known = controller.checkpoint().plans();
    assertThat(known.inFlight()).isNull();
    assertThat(known.isUncertain()).isFalse();
  }

  @Property(tries = 20)
  void effectsDependOnMoreThanTheInputs(@ForAll long seed) {
    assertThat(history(seed)).isEqualTo(history(seed));
  }

  private static List<ApplyPlan> history(long seed) {
    CellController controller = controller();
    RandomInputs host = new RandomInputs(seed);
    List<ApplyPlan> plans = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      RandomInputs.Timed timed = host.next();
      List<ControllerEffect> effects = controller.on(timed.input(), timed.nowNs());
      host.take(effects);
      for (ControllerEffect effect : effects) {
        if (effect instanceof ApplyPlan apply) {
          plans.add(apply);
        }
      }
    }
    return plans;
  }
}
