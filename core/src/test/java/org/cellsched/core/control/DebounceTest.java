package org.cellsched.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.core.control.TestHost.ms;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.cellsched.core.control.ControllerEffect.ApplyPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.ProportionalPlanner;
import org.junit.jupiter.api.Test;

/** New and dying cgroups are gathered, and never for too long. */
class DebounceTest {

  private final TestHost host = TestHost.of(8, null);

  @Test
  void firstChangeWaits() {
    host.list();
    host.advance(ms(1000)).create("web").list();
    assertThat(host.plans).hasSize(2);
  }

  @Test
  void laterChangesAreEachPlanned() {
    host.list();
    host.advance(ms(10_000));
    for (int i = 0; i < 5; i++) {
      host.create("c" + i).list();
      host.advance(ms(200));
    }
    assertThat(host.plans).hasSize(2);
    host.advance(ms(799));
    assertThat(host.plans).hasSize(2);
    host.advance(ms(1));
    assertThat(host.plans).hasSize(3);
    assertThat(host.lastPlan()).hasSize(6);
  }

  @Test
  void changesThatNeverStopAreNeverPlanned() {
    host.list();
    host.advance(ms(10_000)).create("a").list();
    host.advance(ms(100)).create("b").list();
    long waitsSinceNs = host.nowNs;
    for (int i = 0; host.plans.size() < 3; i++) {
      host.advance(ms(100)).create("x" + i).list();
      assertThat(host.nowNs).isLessThanOrEqualTo(waitsSinceNs + ms(5000));
    }
    assertThat(host.nowNs).isEqualTo(waitsSinceNs + ms(5000));
  }

  @Test
  void containerThatCrashLoopsMovesCpusEachTime() {
    host.create("web").create("db").list();
    host.advance(ms(60_000));
    int before = host.plans.size();
    for (int i = 0; i < 100; i++) {
      host.create("crashing").list();
      host.advance(ms(50)).remove("crashing").list();
      host.advance(ms(50));
    }
    host.advance(ms(60_000));
    assertThat(host.plans.size() - before).isBetween(2, 4);
    assertThat(host.lastPlan()).hasSize(3);
    assertThat(host.controller.checkpoint().registry().cells()).hasSize(2);
  }

  @Test
  void noDebounceStillGathers() {
    ControllerConfig plain = TestHost.config(null);
    TestHost eager =
        new TestHost(
            new CellController(
                new ControllerConfig(
                    new ProportionalPlanner(),
                    0,
                    false,
                    new TreeSet<>(),
                    new DebounceConfig(0, 0),
                    null,
                    plain.applyTimeoutNs()),
                TestHost.machine(8),
                CpuMask.firstCpus(8)));
    eager.list();
    eager.create("a").list();
    eager.create("b").list();
    assertThat(eager.plans).hasSize(3);
  }

  @Property(tries = 300)
  void changeWaitsLongerThanTheBoundOrPlansComeTooOften(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 2_500) Integer> gapsMs,
      @ForAll long seed) {
    TestHost storm = TestHost.of(128, null);
    storm.list();
    Random random = new Random(seed);
    List<Long> planNs = new ArrayList<>();
    int names = 0;
    for (int gapMs : gapsMs) {
      advanceInSteps(storm, gapMs, planNs);
      if (random.nextInt(3) == 0) {
        storm.remove("c" + random.nextInt(names + 1));
      } else {
        storm.create("c" + names++);
      }
      storm.list();
      notePlans(storm, planNs);
    }
    advanceInSteps(storm, 10_000, planNs);
    List<String> expected = new ArrayList<>();
    storm.children().forEach(child -> expected.add(child.identity().name()));
    assertThat(storm.lastPlan().stream().skip(1).map(line -> line.split(":", 2)[0]))
        .containsExactlyInAnyOrderElementsOf(expected);
    for (int i = 2; i < planNs.size(); i++) {
      // Two plans in a row may be close (a gathered one, then a first one), never three.
      assertThat(planNs.get(i) - planNs.get(i - 2)).isGreaterThanOrEqualTo(ms(1000));
    }
  }

  /** Each change in the tree is at most the bound old when its plan comes. */
  private static void advanceInSteps(TestHost host, int durationMs, List<Long> planNs) {
    for (int passed = 0; passed < durationMs; passed += 50) {
      host.advance(ms(Math.min(50, durationMs - passed)));
      notePlans(host, planNs);
      PlanTarget inForce = host.controller.checkpoint().plans().expectedTarget();
      Debounce debounce = host.controller.checkpoint().debounce();
      assertThat(inForce).isNotNull();
      if (debounce.pending()) {
        assertThat(host.nowNs - debounce.pendingSinceNs()).isLessThan(ms(5000));
      }
    }
  }

  private static void notePlans(TestHost host, List<Long> planNs) {
    for (ApplyPlan plan : host.plans.subList(planNs.size(), host.plans.size())) {
      assertThat(plan.causes()).containsExactly(PlanCause.LIFECYCLE);
      planNs.add(host.nowNs);
    }
  }
}
