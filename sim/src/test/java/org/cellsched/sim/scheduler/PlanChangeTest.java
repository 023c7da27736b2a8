package org.cellsched.sim.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.US;
import static org.cellsched.sim.TestScenario.createCell;
import static org.cellsched.sim.TestScenario.group;
import static org.cellsched.sim.TestScenario.mask;
import static org.cellsched.sim.TestScenario.pinned;
import static org.cellsched.sim.TestScenario.runSleep;
import static org.cellsched.sim.TestScenario.spin;

import java.util.List;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.TestScenario.Outcome;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CheckSpec;
import org.cellsched.sim.scenario.SchedulerKind;
import org.cellsched.sim.scenario.TaskGroup;
import org.junit.jupiter.api.Test;

/** Plans that change while tasks run, wait and sleep. */
class PlanChangeTest {

  /** Stricter than the default: 5 ms after a plan nobody is where it must not be. */
  private static final CheckSpec QUICK = new CheckSpec(null, 5 * MS, MS, null, null);

  @Test
  void cellsAreNotIsolated() {
    Outcome run =
        TestScenario.cpus(6)
            .checks(QUICK)
            .cell("a")
            .cell("b", "0-1")
            .tasks("a", "a", 5, spin())
            .tasks("b", "b", 5, spin())
            .tasks("root", "root", 5, spin())
            .run(3 * SECOND);
    assertThat(run.broken()).isEmpty();
    for (String name : List.of("a", "b", "root")) {
      assertThat(run.ranMs(name)).as(name).isBetween(5_900L, 6_000L);
    }
  }

  @Test
  void newCellsQueuedTasksStayBehind() {
    Outcome run =
        TestScenario.cpus(4)
            .checks(QUICK)
            .tasks("old", "root", 8, spin())
            .at(SECOND, createCell("late"))
            .at(SECOND, new Action.Start(group("late", "late", 8, spin())))
            .run(3 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("late").cpuCount()).isEqualTo(2);
    assertThat(run.ranMs("late")).isGreaterThan(2 * 1_990);
  }

  @Test
  void receivedCpusIdleBesideTheQueue() {
    // The cell's own queue does not change, but two idle CPUs become its own.
    Outcome run =
        TestScenario.cpus(4)
            .cell("a", "0-3")
            .cell("b", "0-3")
            .tasks("a", "a", 8, spin())
            .at(SECOND, new Action.RemoveCell("b"))
            .run(2 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("a").cpuCount()).isEqualTo(3);
    // Half of 4 CPUs first; then all but the root's. 1 ms to hear of it, 1 ms to publish.
    assertThat(run.result().idleWhileWaitingNs()).isLessThan(MS);
  }

  @Test
  void removedCellsTasksAreLost() {
    Outcome run =
        TestScenario.cpus(4)
            .checks(QUICK)
            .cell("gone")
            .tasks("gone", "gone", 8, spin())
            .tasks("root", "root", 4, spin())
            .at(SECOND, new Action.Move("gone", "root"))
            .at(SECOND + 10 * MS, new Action.RemoveCell("gone"))
            .run(4 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("gone")).isGreaterThan(2_000 + 7_000);
    assertThat(run.ranMs("root")).isGreaterThan(2_000 + 3_000);
  }

  @Test
  void removedCellKeepsItsCpusOrItsTasks() {
    Outcome run =
        TestScenario.cpus(4)
            .checks(QUICK)
            .cell("gone")
            .tasks("gone", "gone", 8, spin())
            .tasks("root", "root", 4, spin())
            .at(SECOND, new Action.RemoveCell("gone"))
            .run(3 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("gone")).isBetween(1_980L, 2_000L);
    assertThat(run.ranMs("root")).isGreaterThan(2_000 + 7_950);
  }

  @Test
  void movedTaskStaysInItsOldCellsQueue() {
    // 4.29, in each state a task can be in.
    Outcome run =
        TestScenario.cpus(6)
            .checks(QUICK)
            .cell("from")
            .cell("to")
            .tasks("running", "from", 2, spin())
            .tasks("queued", "from", 6, spin())
            .tasks("sleeping", "from", 3, runSleep(MS, 50 * MS))
            .at(SECOND + 5 * MS, new Action.Move("running", "to"))
            .at(SECOND + 5 * MS, new Action.Move("queued", "to"))
            .at(SECOND + 5 * MS, new Action.Move("sleeping", "to"))
            .run(4 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("to").cpuTimeNs()).isGreaterThan(2 * 2_950 * MS);
    assertThat(run.cell("from").cpuTimeNs()).isLessThanOrEqualTo(2 * 1_010 * MS);
  }

  @Test
  void cgroupMoveWhileBorrowingIsChargedToTheOldCell() {
    Outcome run =
        TestScenario.cpus(4)
            .borrowing()
            .cell("from")
            .cell("to")
            .tasks("mover", "from", 1, spin())
            .tasks("owner", "from", 1, runSleep(MS, 10 * MS))
            .at(SECOND, new Action.Move("mover", "to"))
            .run(4 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.group("owner").wakeupLatencyNs().max()).isLessThan(MS);
    // The controller's view comes from the scheduler's counters: demand follows the task.
    assertThat(run.cell("to").demandMilliCpus()).isGreaterThan(600);
    assertThat(run.cell("from").demandMilliCpus()).isLessThan(500);
  }

  @Test
  void cpusetSwapLeavesWorkersBehind() {
    Outcome run =
        TestScenario.cpus(9)
            .checks(QUICK)
            .cell("a", "0-3")
            .cell("b", "4-7")
            .tasks("a", "a", 6, spin())
            .tasks("b", "b", 6, runSleep(3 * MS, MS))
            .at(SECOND, new Action.SetCpuset("a", mask("4-7")))
            .at(SECOND, new Action.SetCpuset("b", mask("0-3")))
            .run(3 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("a").cpus()).isEqualTo("4-7");
    assertThat(run.cell("b").cpus()).isEqualTo("0-3");
    assertThat(run.ranMs("a")).isGreaterThan(4 * 2_950);
  }

  private static TaskGroup until(TaskGroup group, long stopNs) {
    return new TaskGroup(
        group.name(),
        group.cell(),
        group.count(),
        group.members(),
        group.behaviour(),
        group.nice(),
        group.affinity(),
        group.startNs(),
        stopNs,
        group.queue());
  }

  @Test
  void idleCpuIsKickedForATaskQueuedOnAnother() {
    // 4.15 after a plan: a's task waits on CPU 7, which a loses. CPU 4 is busy with nobody waiting,
    // CPU 5 is idle.
    long atNs = SECOND + 12 * MS;
    Outcome run =
        TestScenario.cpus(8)
            .cell("a")
            .tasks(pinned(group("four", "a", 1, spin()), "4"))
            .tasks(pinned(group("seven", "a", 1, spin()), "7"))
            .tasks(until(pinned(group("waits4", "a", 1, spin()), "4"), atNs))
            .tasks(until(pinned(group("waits5", "a", 2, spin()), "5"), atNs))
            .tasks(pinned(group("torn", "a", 1, spin()), "4-5,7"))
            .at(atNs, createCell("b"))
            .run(2 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("a").cpus()).isEqualTo("3-5");
    // Up to the plan, 2 ms, and a little; not the rest of a slice.
    assertThat(run.result().idleWhileWaitingNs()).isLessThan(3 * MS);
  }

  @Test
  void hotplugStrandsQueuedPinnedOrRunningTasks() {
    // 4.31
    Outcome run =
        TestScenario.cpus(6)
            .cell("web")
            .tasks("web", "web", 6, spin())
            .tasks("root", "root", 4, spin())
            .tasks(pinned(group("pinned", "web", 1, spin()), "4"))
            .tasks(pinned(group("stranger", "root", 1, runSleep(MS, 5 * MS)), "4"))
            .at(SECOND, new Action.Offline(mask("4-5")))
            .at(3 * SECOND, new Action.Online(mask("4-5")))
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.result().machineTimeNs().offline()).isEqualTo(4 * SECOND);
    assertThat(run.result().machineTimeNs().idle()).isLessThan(100 * MS);
    assertThat(run.ranMs("pinned")).isGreaterThan(500);
  }

  @Test
  void higherClassHogIsAFalseStall() {
    // 4.30
    Outcome run =
        TestScenario.cpus(2)
            .cell("web", "0")
            .tasks("web", "web", 2, spin())
            .tasks("root", "root", 2, spin())
            .at(SECOND, new Action.TakeCpus(mask("0"), 2 * SECOND))
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.result().machineTimeNs().taken()).isEqualTo(2 * SECOND);
    assertThat(run.ranMs("web")).isBetween(2_950L, 3_000L);
  }

  @Test
  void queueOfAnLlcIsOrphaned() {
    // 4.21-23: the cell leaves an LLC with tasks queued there, some of them bound to it.
    Topology twoLlcs = Topology.regular(1, 1, 2, 4, 1, SiblingNumbering.ADJACENT);
    Outcome run =
        TestScenario.of(twoLlcs)
            .llcAware()
            .checks(QUICK)
            .cell("web", "2-5")
            .tasks("web", "web", 40, runSleep(2 * MS, 3 * MS))
            .tasks("spinners", "web", 4, spin())
            .tasks(pinned(group("bound", "web", 16, runSleep(MS, 5 * MS)), "4-5"))
            .at(SECOND, new Action.SetCpuset("web", mask("0-3")))
            .at(2 * SECOND, new Action.SetCpuset("web", mask("4-7")))
            .run(3 * SECOND);
    assertThat(run.result().violations()).isEmpty();
    assertThat(run.ranMs("web") + run.ranMs("spinners") + run.ranMs("bound"))
        .isGreaterThan(4 * 2_900);
  }

  @Test
  void llcsOfOneCellShareUnevenly() {
    Topology twoLlcs = Topology.regular(1, 1, 2, 2, 1, SiblingNumbering.ADJACENT);
    Outcome run =
        TestScenario.of(twoLlcs)
            .llcAware()
            .tasks("first", "root", 4, spin())
            .tasks("second", "root", 4, spin())
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("first") + run.ranMs("second")).isGreaterThan(4 * 4_990);
  }

  @Test
  void churnReusesAnIdTooEarlyOrLeaksCells() {
    TestScenario scenario =
        TestScenario.cpus(12).checks(QUICK).tasks("root", "root", 4, runSleep(MS, MS));
    for (int i = 0; i < 8; i++) {
      String name = "job" + i;
      scenario
          .at(i * 300L * MS + MS, createCell(name))
          .at(i * 300L * MS + MS, new Action.Start(group(name, name, 4, spin())))
          .at(i * 300L * MS + 1_000 * MS, new Action.RemoveCell(name));
    }
    Outcome run = scenario.run(4 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("root").cpuCount()).isEqualTo(12);
    for (int i = 0; i < 8; i++) {
      assertThat(run.ranMs("job" + i)).isGreaterThan(1_900);
    }
  }

  @Test
  void demandIsNotFollowed() {
    Outcome run =
        TestScenario.cpus(8)
            .borrowing()
            .rebalancing(new RebalanceConfig(100_000, SECOND, 300_000))
            .cell("busy")
            .cell("quiet")
            .tasks("busy", "busy", 12, spin())
            .tasks("quiet", "quiet", 2, runSleep(100 * US, 10 * MS))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("busy").cpuCount()).isGreaterThan(run.cell("quiet").cpuCount() + 1);
  }

  @Test
  void staticCpusetsLendOrMove() {
    Outcome run =
        TestScenario.cpus(4)
            .scheduler(SchedulerKind.STATIC_CPUSETS)
            .borrowing()
            .cell("a", "0-1")
            .tasks("a", "a", 4, spin())
            .at(SECOND, createCell("b"))
            .run(2 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("a").borrowedNs()).isZero();
    assertThat(run.ranMs("a")).isLessThanOrEqualTo(4_000);
    assertThat(run.result().plans().applied()).isEqualTo(1);
  }
}
