package org.cellsched.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.US;
import static org.cellsched.sim.TestScenario.createCell;
import static org.cellsched.sim.TestScenario.group;
import static org.cellsched.sim.TestScenario.mask;
import static org.cellsched.sim.TestScenario.pinned;
import static org.cellsched.sim.TestScenario.randomRunSleep;
import static org.cellsched.sim.TestScenario.serve;
import static org.cellsched.sim.TestScenario.spin;

import java.util.List;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.SchedulerKind;
import org.cellsched.sim.workload.Distribution;
import org.junit.jupiter.api.Test;

class RunDeterminismTest {

  /** A bit of everything. */
  private static TestScenario busy(long seed, SchedulerKind scheduler) {
    return TestScenario.of(Topology.regular(1, 2, 2, 3, 2, SiblingNumbering.ADJACENT))
        .seed(seed)
        .scheduler(scheduler)
        .borrowing()
        .llcAware()
        .rebalancing(new RebalanceConfig(100_000, 500 * MS, 300_000))
        .cell("web", "0-11")
        .cell("batch")
        .cell("db")
        .tasks("server", "web", 8, serve(4_000, new Distribution.Lognormal(MS, 1_500_000)))
        .tasks("crunch", "batch", 20, spin())
        .tasks("query", "db", 12, randomRunSleep(2 * MS, 3 * MS))
        .tasks(pinned(group("bound", "root", 4, randomRunSleep(MS, 5 * MS)), "3-5"))
        .at(500 * MS, createCell("late"))
        .at(500 * MS, new Action.Start(group("late", "late", 5, randomRunSleep(MS, 500 * US))))
        .at(700 * MS, new Action.TakeCpus(mask("1-2"), 50 * MS))
        .at(900 * MS, new Action.Offline(mask("7")))
        .at(1_200 * MS, new Action.SetCpuset("web", mask("6-17")))
        .at(1_500 * MS, new Action.Online(mask("7")))
        .at(1_700 * MS, new Action.RemoveCell("late"));
  }

  private static RunResult result(long seed, SchedulerKind scheduler) {
    return busy(seed, scheduler).run(2 * SECOND).result();
  }

  @Test
  void twoRunsOfOneScenarioDiffer() {
    for (SchedulerKind scheduler : SchedulerKind.values()) {
      RunResult first = result(42, scheduler);
      assertThat(result(42, scheduler)).as("%s", scheduler).isEqualTo(first);
      assertThat(first.digestLadder()).hasSize(20).doesNotHaveDuplicates();
    }
  }

  @Test
  void busyScenarioBreaksARule() {
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(result(seed, SchedulerKind.CELLS).violations()).as("seed %d", seed).isEmpty();
      assertThat(result(seed, SchedulerKind.STATIC_CPUSETS).violations())
          .as("static, seed %d", seed)
          .filteredOn(violation -> !violation.rule().equals("maxWait"))
          .isEmpty();
    }
  }

  @Test
  void seedChangesNothing() {
    assertThat(result(43, SchedulerKind.CELLS).digest())
        .isNotEqualTo(result(42, SchedulerKind.CELLS).digest());
  }

  @Test
  void laterEventChangesEarlierRungs() {
    List<String> ladder = result(42, SchedulerKind.CELLS).digestLadder();
    List<String> changed =
        busy(42, SchedulerKind.CELLS)
            .at(1_050 * MS, new Action.SetNice("crunch", 5))
            .run(2 * SECOND)
            .result()
            .digestLadder();
    // A change of weights shows when it first changes an order, which may take some slices.
    assertThat(changed.subList(0, 10)).isEqualTo(ladder.subList(0, 10));
    assertThat(changed.subList(15, 20)).doesNotContainAnyElementsOf(ladder.subList(15, 20));
  }

  @Test
  void watchingChangesTheRun() {
    // A run that stops half way has the first half of the ladder: progress is only looked at.
    RunResult half =
        new Simulation(busy(42, SchedulerKind.CELLS).scenario(2 * SECOND))
            .run((simulatedNs, durationNs) -> simulatedNs < SECOND);
    assertThat(half.complete()).isFalse();
    assertThat(half.simulatedNs()).isEqualTo(SECOND);
    assertThat(half.digestLadder())
        .isEqualTo(result(42, SchedulerKind.CELLS).digestLadder().subList(0, 10));
  }

  private static TestScenario two() {
    return TestScenario.cpus(8)
        .free()
        .seed(5)
        .cell("a", "0-3")
        .tasks("server", "a", 4, serve(500, new Distribution.Exponential(MS)))
        .tasks("napper", "a", 1, randomRunSleep(MS, 10 * MS));
  }

  @Test
  void newcomerChangesOtherGroupsDraws() {
    // In a cell of their own with CPUs to spare, the same requests take the same time.
    TestScenario.Outcome alone = two().run(5 * SECOND);
    TestScenario.Outcome beside =
        two()
            .tasks("other", "root", 3, randomRunSleep(MS, MS))
            .tasks("server2", "root", 4, serve(500, new Distribution.Exponential(MS)))
            .run(5 * SECOND);
    assertThat(beside.group("server")).isEqualTo(alone.group("server"));
    assertThat(beside.group("napper")).isEqualTo(alone.group("napper"));
  }

  @Test
  void policyChangesTheWorldItIsJudgedIn() {
    // Work offered, not work done: the arrivals are the same under each scheduler.
    long cells = two().run(5 * SECOND).group("server").requestLatencyNs().count();
    TestScenario.Outcome global = two().scheduler(SchedulerKind.GLOBAL_VTIME).run(5 * SECOND);
    assertThat(Math.abs(global.group("server").requestLatencyNs().count() - cells))
        .isLessThanOrEqualTo(4);
    assertThat(global.group("server").cpuTimeNs())
        .isCloseTo(
            two().run(5 * SECOND).group("server").cpuTimeNs(),
            org.assertj.core.data.Offset.offset(5 * MS));
  }
}
