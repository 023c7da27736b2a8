package org.cellsched.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cellsched.core.control.TestHost.cpus;
import static org.cellsched.core.control.TestHost.ms;

import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.core.cpu.CpuMask;
import org.junit.jupiter.api.Test;

/** Constraints and CPUs change under way: urgent causes. */
class CpusetAndHotplugTest {

  private final TestHost host = TestHost.of(8, null);

  @Test
  void cpusetRewrittenAfterCreationIsIgnored() {
    host.create("web", "0-3").create("db").list();
    host.setCpuset("web", "4-7").list();
    assertThat(host.lastPlan()).contains("web: 4-7");
    assertThat(host.plans.getLast().causes()).containsExactly(PlanCause.CPUSET);
    assertThat(host.plans.getLast().reason()).isEqualTo("the cpuset of web is now 4-7, was 0-3");
  }

  @Test
  void cpusetChangeWaitsForTheDebounceAndLeavesGatheredCellsOut() {
    host.create("web", "0-3").list();
    host.advance(ms(10)).create("db").list();
    assertThat(host.plans).hasSize(1);
    host.advance(ms(10)).setCpuset("web", "0-1").list();
    assertThat(host.plans).hasSize(2);
    assertThat(host.plans.getLast().causes())
        .containsExactly(PlanCause.LIFECYCLE, PlanCause.CPUSET);
    assertThat(host.lastPlan()).hasSize(3).contains("web: 0-1");
    host.advance(ms(20_000));
    assertThat(host.plans).hasSize(2);
  }

  @Test
  void cpusetChangeThatMovesNothingIsPublished() {
    TestHost plain = TestHost.of(8, null);
    plain.create("web", "0-3").create("db", "4-6").list();
    plain.setCpuset("web", "0-3").list();
    assertThat(plain.plans).hasSize(1);
  }

  @Test
  void unreadableCpusetIsTakenForNoCpuset() {
    host.create("web", "0-3").create("db").list();
    host.setCpuset("web", new CpusetReading.Unreadable("I/O error")).list();
    host.list();
    assertThat(host.plans).hasSize(1);
    assertThat(host.texts(Severity.ERROR))
        .containsExactly(
            "the cpuset of /cells/web is not known (I/O error); its last known constraint stays:"
                + " CPUs 0-3");
    host.setCpuset("web", "0-3").list();
    assertThat(host.texts(Severity.INFO))
        .containsExactly("the cpuset of /cells/web can be read again");
    assertThat(host.plans).hasSize(1);
  }

  @Test
  void newCgroupWithAnUnreadableCpusetGetsACellWithoutConstraint() {
    host.create("db").list();
    host.advance(ms(10_000)).create("web", new CpusetReading.Unreadable("malformed: 0-x")).list();
    assertThat(host.hasCell("web")).isFalse();
    assertThat(host.texts(Severity.ERROR))
        .containsExactly(
            "the cpuset of /cells/web is not known (malformed: 0-x); it stays in the root cell"
                + " until the cpuset is known");
    host.setCpuset("web", "0-1").list();
    assertThat(host.lastPlan()).contains("web: 0-1");
  }

  @Test
  void cpusetThatAllowsNoCpuIsASubsetOfAnything() {
    host.create("web", "0-3").create("db").list();
    host.setCpuset("web", new CpusetReading.Limited(CpuMask.none())).list();
    assertThat(host.plans).hasSize(1);
    assertThat(host.texts(Severity.ERROR).getFirst()).contains("it allows no CPU at all");
  }

  @Test
  void oneCgroupWithAnImpossibleCpusetFreezesTheOthers() {
    host.create("bad", "100-101").create("good", "0-3").list();
    assertThat(host.lastPlan()).containsExactly("root: 4-7", "good: 0-3");
    assertThat(host.texts(Severity.WARNING)).hasSize(1);
    assertThat(host.texts(Severity.WARNING).getFirst()).contains("/cells/bad");
    host.setCpuset("good", "0-1").list();
    assertThat(host.lastPlan()).contains("good: 0-1");
    assertThat(host.texts(Severity.WARNING)).hasSize(1);
    host.setCpuset("bad", "2-3").list();
    assertThat(host.lastPlan()).containsExactly("root: 4-7", "bad: 2-3", "good: 0-1");
  }

  @Test
  void planRefersToAMissingCpu() {
    host.create("web", "0-3").create("db", "4-7").list();
    host.send(new ControllerInput.CpusOnline(cpus("0-2,4-7")));
    assertThat(host.plans.getLast().causes()).containsExactly(PlanCause.HOTPLUG);
    assertThat(host.lastPlan().toString()).doesNotContain("3");
    assertThat(host.plans.getLast().reason()).isEqualTo("CPUs online are now 0-2,4-7, were 0-7");
    assertThat(host.send(new ControllerInput.CpusOnline(cpus("0-2,4-7")))).isEmpty();
  }

  @Test
  void impossibleCpusOnlineAreBelieved() {
    host.create("web").list();
    host.send(new ControllerInput.CpusOnline(CpuMask.none()));
    assertThat(host.plans).hasSize(1);
    assertThat(host.texts(Severity.ERROR).getFirst()).contains("no CPU is said to be online");
    host.send(new ControllerInput.CpusOnline(cpus("0-7,9")));
    assertThat(host.plans).hasSize(1);
    assertThat(host.texts(Severity.ERROR).getLast()).contains("9").contains("0-7");
    assertThatThrownBy(() ->
            new CellController(TestHost.config(null), TestHost.machine(4), CpuMask.range(0, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0-4");
  }

  @Test
  void enforcedHoldoutIsForgotten() {
    ControllerConfig plain = TestHost.config(null);
    ControllerConfig holdout =
        new ControllerConfig(
            plain.planner(),
            1,
            true,
            plain.excludedNames(),
            plain.debounce(),
            null,
            plain.applyTimeoutNs());
    TestHost held =
        new TestHost(new CellController(holdout, TestHost.machine(8), CpuMask.firstCpus(8)));
    held.create("web", "0-7").list();
    assertThat(held.plans.getLast().plan().plan().enforcedHoldout()).isTrue();
    held.setCpuset("web", "0-3").list();
    assertThat(held.plans.getLast().plan().plan().enforcedHoldout()).isTrue();
  }
}
