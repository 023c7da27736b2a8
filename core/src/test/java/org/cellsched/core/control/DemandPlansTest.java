package org.cellsched.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.core.control.TestHost.load;
import static org.cellsched.core.control.TestHost.ms;

import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.TestHost.Load;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.demand.DemandSample;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.junit.jupiter.api.Test;

/** CPUs follow demand. */
class DemandPlansTest {

  private static final List<Load> WEB_BUSY =
      List.of(load("web", 4000), load("quiet", 100), load("root", 100));

  private final TestHost host = TestHost.of(12, RebalanceConfig.DEFAULT);

  private void start() {
    host.create("quiet").create("web").list();
    host.advance(ms(10_000));
    host.sample(ms(1000), List.of(load("web", 0), load("quiet", 0), load("root", 0)));
  }

  @Test
  void busyCellGetsNoMoreCpusThanAQuietOne() {
    start();
    assertThat(host.lastPlan()).containsExactly("root: 0-3", "quiet: 4-7", "web: 8-11");
    host.sample(ms(1000), WEB_BUSY);
    assertThat(host.plans).hasSize(2);
    assertThat(host.plans.getLast().causes()).containsExactly(PlanCause.DEMAND);
    assertThat(host.plans.getLast().reason())
        .isEqualTo("web 100 %, root 2.5 %: spread 97.5 points ≥ 20, cooldown over");
    assertThat(host.plans.getLast().plan().plan().primaryOf(host.idOf("web")).size()).isEqualTo(10);
    assertThat(host.plans.getLast().cpusMoved()).isBetween(6, 12);
  }

  @Test
  void cpusFollowDemandWhereRebalancingIsOff() {
    TestHost off = TestHost.of(12, null);
    off.create("quiet").create("web").list();
    off.sample(ms(1000), WEB_BUSY);
    off.sample(ms(1000), WEB_BUSY);
    assertThat(off.plans).hasSize(1);
    assertThat(off.statusOf("web").utilisationPpm()).isEqualTo(1_000_000);
    assertThat(off.statusOf("web").demandMilliCpus()).isEqualTo(4000);
  }

  @Test
  void cooldownIsIgnored() {
    start();
    host.sample(ms(1000), WEB_BUSY);
    long firstNs = host.nowNs;
    List<Load> turned = List.of(load("web", 0), load("quiet", 1000), load("root", 100));
    while (host.plans.size() < 3) {
      host.sample(ms(700), turned);
    }
    assertThat(host.nowNs - firstNs).isGreaterThanOrEqualTo(ms(5000)).isLessThan(ms(5700));
    assertThat(host.controller.status().lastRebalanceDecision()).endsWith("cooldown over");
  }

  @Test
  void intervalWithoutADecisionIsAnError() {
    start();
    host.sample(ms(1000), List.of(load("web", 400), load("quiet", 400), load("root", 400)));
    assertThat(host.plans).hasSize(1);
    assertThat(host.reports).isEmpty();
    assertThat(host.controller.status().lastRebalanceDecision())
        .isEqualTo("root 10 %, root 10 %: spread 0 points < 20");
  }

  @Test
  void planThatMovesNoCpuIsIssued() {
    TestHost small = TestHost.of(3, RebalanceConfig.DEFAULT);
    small.create("quiet").create("web").list();
    List<Load> busy = List.of(load("web", 1000), load("quiet", 0), load("root", 0));
    small.sample(ms(1000), busy);
    small.sample(ms(1000), busy);
    assertThat(small.plans).hasSize(1);
    assertThat(small.controller.status().plansComputed()).isEqualTo(2);
    assertThat(small.controller.status().lastRebalanceDecision())
        .isEqualTo(
            "web 100 %, root 0 %: spread 100 points ≥ 20, cooldown over; the plan in force stays");
  }

  @Test
  void newCellIsStarvedToTheFloor() {
    start();
    host.sample(ms(1000), WEB_BUSY);
    host.advance(ms(10_000)).create("burst").list();
    // By weights root 2.5 %, quiet 2.5 %, web 100 %, burst their average.
    assertThat(host.plans.getLast().causes()).containsExactly(PlanCause.LIFECYCLE);
    assertThat(host.plans.getLast().plan().plan().primaryOf(host.idOf("burst")).size())
        .isGreaterThanOrEqualTo(3);
    assertThat(host.plans.getLast().plan().plan().primaryOf(host.idOf("web")).size())
        .isGreaterThan(3);
  }

  @Test
  void reusedIdInheritsDemand() {
    start();
    host.sample(ms(1000), WEB_BUSY);
    host.sample(ms(1000), WEB_BUSY);
    CellId id = host.idOf("web");
    host.remove("web").list();
    host.advance(ms(10_000)).create("other").list();
    assertThat(host.idOf("other")).isEqualTo(id);
    assertThat(host.statusOf("other").utilisationPpm()).isZero();
    int cpus = host.plans.getLast().plan().plan().primaryOf(id).size();
    assertThat(cpus).isEqualTo(4);
  }

  @Test
  void steadyLoadMovesCpusForEver() {
    start();
    // What each can use, however many CPUs it has: the fixed point is reached within seconds.
    List<Load> steady = List.of(load("web", 1000), load("quiet", 1000), load("root", 1000));
    for (int i = 0; i < 100; i++) {
      host.sample(ms(1000), steady);
    }
    assertThat(host.plans).hasSize(1);
  }

  @Test
  void demandIsPlannedWhileAnotherPlanIsUnderWay() {
    start();
    host.answering = false;
    host.create("burst").list();
    assertThat(host.plans).hasSize(2);
    host.sample(ms(100), WEB_BUSY);
    assertThat(host.plans).hasSize(2);
    assertThat(host.controller.status().lastRebalanceDecision())
        .isEqualTo("another plan is under way, and follows demand too");
  }

  @Test
  void refusedRebalancingIsRetriedAtOnceOrBlocksLaterOnes() {
    start();
    host.answering = false;
    host.sample(ms(1000), WEB_BUSY);
    assertThat(host.plans).hasSize(2);
    host.refuseLast("no");
    host.advance(ms(2000));
    assertThat(host.plans).hasSize(2);
    host.sample(ms(2000), WEB_BUSY);
    assertThat(host.controller.status().lastRebalanceDecision()).contains("cooldown for another");
    host.sample(ms(2000), WEB_BUSY);
    assertThat(host.plans).hasSize(3);
  }

  @Test
  void countersThatJumpBackTurnIntoHugeDemand() {
    TestHost off = TestHost.of(12, null);
    off.create("web").list();
    for (long runNs : new long[] {5_000_000_000L, 4_000_000_000L}) {
      off.advance(ms(1000));
      off.send(
          new ControllerInput.DemandSampled(
              new DemandSample(
                  1, off.nowNs, List.of(new CellCounters(off.idOf("web"), runNs, 0, 0, 0, 0)))));
    }
    assertThat(off.statusOf("web").utilisationPpm()).isZero();
    assertThat(off.controller.checkpoint().demand().demands()).hasSize(2);
  }
}
