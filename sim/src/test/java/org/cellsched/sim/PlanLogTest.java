package org.cellsched.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.US;
import static org.cellsched.sim.TestScenario.runSleep;
import static org.cellsched.sim.TestScenario.spin;

import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellStatus;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.PlanCause;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.sim.check.Rule;
import org.cellsched.sim.check.Violation;
import org.cellsched.sim.control.HostObserver;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.kernel.Overlap;
import org.cellsched.sim.scenario.CheckSpec;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;
import org.junit.jupiter.api.Test;

/** The rules that only a whole run can break. */
class PlanLogTest {

  private static World world() {
    Scenario scenario = TestScenario.cpus(4).scenario(SECOND);
    Numbers numbers = Numbers.reserve(4, 0, 0, 0);
    return World.boot(
        scenario, new EventQueue(numbers.count()), numbers, Overlap.NONE, RunObserver.NONE);
  }

  private static List<Rule> rulesBrokenBy(CpuMask root, CpuMask borrowable) {
    World world = world();
    CellPlan plan = new CellPlan(List.of(new CellAllocation(CellId.ROOT, root, borrowable)), false);
    ControllerEffect.ApplyPlan apply =
        new ControllerEffect.ApplyPlan(
            new PublishedPlan(1, plan, List.of(), List.of()),
            List.of(PlanCause.LIFECYCLE),
            4,
            "test");
    CellStatus status = new CellStatus(CellId.ROOT, null, null, CpuMask.none(), 0, 0);
    new PlanLog(world, false)
        .applied(5, new HostObserver.Issued(apply, CpuMask.firstCpus(4), List.of(status)));
    return world.violations().kept().stream().map(Violation::rule).distinct().toList();
  }

  @Test
  void planWithoutSomeCpuPasses() {
    assertThat(rulesBrokenBy(CpuMask.firstCpus(4), CpuMask.none())).isEmpty();
    assertThat(rulesBrokenBy(CpuMask.firstCpus(3), CpuMask.none())).containsExactly(Rule.PLAN);
    assertThat(rulesBrokenBy(CpuMask.firstCpus(4), CpuMask.of(1))).containsExactly(Rule.PLAN);
  }

  @Test
  void idleCpusBesideWaitersPass() {
    // Every wakeup waits for a kick: 2 us each.
    TestScenario scenario =
        TestScenario.cpus(2).tasks("a", "root", 1, runSleep(100 * US, 100 * US));
    assertThat(scenario.checks(new CheckSpec(null, 0, MS, 9 * MS, null)).run(SECOND).broken())
        .containsExactly("idleWhileWaiting");
    assertThat(scenario.checks(new CheckSpec(null, 0, MS, 10 * MS, null)).run(SECOND).broken())
        .isEmpty();
  }

  @Test
  void longStretchOfIdleCpusBesideWaitersPasses() {
    TestScenario scenario =
        TestScenario.cpus(2).tasks("a", "root", 1, runSleep(100 * US, 100 * US));
    assertThat(scenario.checks(new CheckSpec(null, 0, MS, null, US)).run(SECOND).broken())
        .containsExactly("idleStretch");
    assertThat(scenario.checks(new CheckSpec(null, 0, MS, null, 2 * US)).run(SECOND).broken())
        .isEmpty();
  }

  @Test
  void waitBeyondTheStatedBoundPasses() {
    assertThat(
            TestScenario.cpus(1)
                .tasks("a", "root", 3, spin())
                .checks(new CheckSpec(40 * MS, 0, MS, null, null))
                .run(SECOND)
                .broken())
        .containsExactly("maxWait");
  }
}
