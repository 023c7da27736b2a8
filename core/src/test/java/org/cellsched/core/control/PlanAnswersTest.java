package org.cellsched.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.core.control.TestHost.cpus;
import static org.cellsched.core.control.TestHost.ms;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.core.plan.LadderOutcome;
import org.cellsched.core.plan.PlanLadder;
import org.cellsched.core.plan.PlanRequest;
import org.cellsched.core.plan.PlanRung;
import org.cellsched.core.plan.ProportionalPlanner;
import org.junit.jupiter.api.Test;

/** A plan is applied, refused, or not answered; in time, late, or for no plan at all. */
class PlanAnswersTest {

  private final TestHost host = TestHost.of(8, null);

  private void startWithWeb() {
    host.create("web").list();
    host.advance(ms(10_000)).answering = false;
  }

  @Test
  void secondPlanIsIssuedWhileOneIsInFlight() {
    startWithWeb();
    host.create("db").list();
    assertThat(host.plans).hasSize(2);
    host.create("batch").list();
    host.setCpuset("web", "0-3").list();
    host.send(new ControllerInput.CpusOnline(cpus("0-6")));
    assertThat(host.plans).hasSize(2);
    host.applyLast();
    assertThat(host.plans).hasSize(3);
    assertThat(host.plans.getLast().causes())
        .containsExactly(PlanCause.LIFECYCLE, PlanCause.CPUSET, PlanCause.HOTPLUG);
    assertThat(host.lastGeneration()).isEqualTo(3);
  }

  @Test
  void refusedPlanIsTriedInATightLoop() {
    startWithWeb();
    host.create("db").list();
    List<Long> tries = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tries.add(host.nowNs);
      assertThat(host.refuseLast("map update failed"))
          .noneMatch(ControllerEffect.ApplyPlan.class::isInstance);
      host.list();
      int before = host.plans.size();
      while (host.plans.size() == before) {
        host.advance(ms(1000));
      }
    }
    List<Long> seconds = new ArrayList<>();
    for (int i = 1; i < tries.size(); i++) {
      seconds.add((tries.get(i) - tries.get(i - 1)) / ms(1000));
    }
    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 64L, 64L);
    assertThat(host.texts(Severity.WARNING).getFirst())
        .isEqualTo("plan 2 was refused: map update failed; plan 1 stays in force");
    assertThat(host.plans.getLast().reason()).isEqualTo("db came as cell 2 (try 11)");
    assertThat(host.plans.getLast().causes()).containsExactly(PlanCause.LIFECYCLE);
  }

  @Test
  void refusalOutlivesASuccess() {
    startWithWeb();
    host.create("db").list();
    host.refuseLast("busy");
    host.advance(ms(1000)).applyLast();
    host.create("batch").list();
    host.advance(ms(1000));
    assertThat(host.plans.getLast().reason()).isEqualTo("batch came as cell 3");
  }

  @Test
  void cureOfARefusalWaitsForTheBackOff() {
    startWithWeb();
    host.create("db").list();
    host.refuseLast("CPU 7 is offline");
    host.send(new ControllerInput.CpusOnline(cpus("0-6")));
    assertThat(host.plans).hasSize(3);
    host.refuseLast("still not");
    host.send(new ControllerInput.CpusOnline(cpus("0-6")));
    host.list();
    assertThat(host.plans).hasSize(3);
  }

  @Test
  void refusedPlanThatIsNoLongerWantedIsTriedAgain() {
    startWithWeb();
    host.create("db").list();
    host.refuseLast("no");
    host.remove("db").list();
    host.advance(ms(100_000));
    assertThat(host.plans).hasSize(2);
    host.create("other").list();
    assertThat(host.idOf("other")).isEqualTo(new CellId(2));
  }

  @Test
  void unansweredPlanBlocksForEver() {
    startWithWeb();
    host.create("db").list();
    host.advance(TestHost.APPLY_TIMEOUT_NS - 1);
    assertThat(host.texts(Severity.ERROR)).isEmpty();
    host.advance(1);
    assertThat(host.texts(Severity.ERROR))
        .containsExactly("plan 2 was not answered within 500 ms; plan 1 counts as in force");
    assertThat(host.plans).hasSize(2);
    host.advance(ms(1000));
    assertThat(host.plans).hasSize(3);
    assertThat(host.lastGeneration()).isEqualTo(3);
  }

  @Test
  void planThatMayBeInForceIsForgottenWhenItIsNoLongerWanted() {
    startWithWeb();
    host.create("db").list();
    host.advance(TestHost.APPLY_TIMEOUT_NS);
    host.remove("db").list();
    host.advance(ms(1000));
    assertThat(host.lastGeneration()).isEqualTo(3);
    assertThat(host.lastPlan()).containsExactly("root: 0-3", "web: 4-7");
    assertThat(host.plans.getLast().plan().retiring()).containsExactly(new CellId(2));
    assertThat(host.plans.getLast().reason()).startsWith("which plan is in force is not known");
  }

  @Test
  void lateAcknowledgementIsRetriedAllTheSame() {
    startWithWeb();
    host.create("db").list();
    host.advance(TestHost.APPLY_TIMEOUT_NS);
    host.applyLast();
    assertThat(host.texts(Severity.INFO)).containsExactly("plan 2 was applied after all, late");
    assertThat(host.statusOf("db").primary().isEmpty()).isFalse();
    host.advance(ms(100_000));
    assertThat(host.plans).hasSize(2);
  }

  @Test
  void lateAcknowledgementIsTakenForThatOfTheRetry() {
    startWithWeb();
    host.create("db").list();
    host.advance(TestHost.APPLY_TIMEOUT_NS + ms(1000));
    assertThat(host.lastGeneration()).isEqualTo(3);
    host.send(new ControllerInput.PlanApplied(2));
    assertThat(host.controller.status().applied()).isEqualTo(host.plans.get(1).plan());
    assertThat(host.controller.status().unansweredGeneration()).isEqualTo(3);
    host.send(new ControllerInput.PlanApplied(3));
    assertThat(host.controller.status().unansweredGeneration()).isZero();
    host.send(new ControllerInput.PlanApplied(2));
    assertThat(host.controller.status().applied()).isEqualTo(host.plans.get(2).plan());
    assertThat(host.texts(Severity.WARNING))
        .containsExactly(
            "plan 2 is said to be applied: ignored; plan 3 is in force, no answer is due");
  }

  @Test
  void lateRefusalLeavesDoubtBehind() {
    startWithWeb();
    host.create("db").list();
    host.advance(TestHost.APPLY_TIMEOUT_NS);
    host.refuseLast("timed out");
    host.remove("db").list();
    host.advance(ms(100_000));
    assertThat(host.plans).hasSize(2);
  }

  @Test
  void answerToNoPlanIsBelieved() {
    startWithWeb();
    host.send(new ControllerInput.PlanApplied(1));
    host.send(new ControllerInput.PlanApplied(77));
    host.send(new ControllerInput.PlanRefused(1, "late"));
    assertThat(host.texts(Severity.WARNING))
        .containsExactly(
            "plan 1 is said to be applied: ignored; plan 1 is in force, no answer is due",
            "plan 77 is said to be applied: ignored; plan 1 is in force, no answer is due",
            "plan 1 is said to be refused (late): ignored; plan 1 is in force, no answer is due");
    assertThat(host.plans).hasSize(1);
  }

  @Test
  void cellOfAnOverduePlanIsReusedThoughTheDataPlaneMayHaveTakenIt() {
    host.draining = false;
    startWithWeb();
    host.create("db").list();
    host.advance(TestHost.APPLY_TIMEOUT_NS);
    host.remove("db").create("other").list();
    assertThat(host.idOf("other")).isEqualTo(new CellId(3));
  }

  @Test
  void manyTimeoutsGrowTheStateWithoutEnd() {
    startWithWeb();
    host.create("db").list();
    host.advance(ms(10_000_000));
    assertThat(host.plans).hasSizeGreaterThan(100);
    assertThat(host.controller.checkpoint().plans().overdue()).hasSize(IssuedPlans.MAX_OVERDUE);
  }

  /** The verifier's job in the controller: a ladder that errs. */
  @Test
  void planThatBreaksARuleReachesTheKernel() {
    List<PlanRequest> asked = new ArrayList<>();
    PlanLadder ladder = new PlanLadder(new ProportionalPlanner());
    PlanMaker errsOnce =
        new PlanMaker((request, newestFirst) -> {
          asked.add(request);
          return asked.size() == 2
              ? everyoneOwnsEverything(request)
              : ladder.climb(request, newestFirst);
        });
    TestHost erring =
        new TestHost(
            new CellController(
                TestHost.config(null),
                TestHost.machine(8),
                CellController.blank(CpuMask.firstCpus(8)),
                errsOnce));
    erring.list();
    erring.advance(ms(10_000)).create("web").list();
    assertThat(erring.plans).hasSize(1);
    assertThat(erring.texts(Severity.ERROR)).hasSize(1);
    assertThat(erring.texts(Severity.ERROR).getFirst())
        .startsWith("no plan for web came as cell 1: the plan found breaks")
        .endsWith("plan 1 stays in force");
    erring.list();
    assertThat(asked).hasSize(2);
    erring.advance(RetryBackoff.FIRST_DELAY_NS);
    assertThat(erring.lastPlan()).containsExactly("root: 0-3", "web: 4-7");
  }

  private static LadderOutcome everyoneOwnsEverything(PlanRequest request) {
    List<CellAllocation> cells = new ArrayList<>();
    request
        .cells()
        .forEach(cell -> cells.add(new CellAllocation(cell.id(), request.cpus(), CpuMask.none())));
    return new LadderOutcome(new CellPlan(cells, false), PlanRung.CONFIGURED, List.of(), "");
  }
}
