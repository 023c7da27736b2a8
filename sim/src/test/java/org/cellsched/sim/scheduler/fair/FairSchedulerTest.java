package org.cellsched.sim.scheduler.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.US;
import static org.cellsched.sim.TestScenario.group;
import static org.cellsched.sim.TestScenario.mask;
import static org.cellsched.sim.TestScenario.niced;
import static org.cellsched.sim.TestScenario.pinned;
import static org.cellsched.sim.TestScenario.runSleep;
import static org.cellsched.sim.TestScenario.spin;
import static org.cellsched.sim.TestScenario.startingAt;

import java.util.List;
import org.assertj.core.data.Offset;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.TestScenario.Outcome;
import org.cellsched.sim.kernel.SchedulingPolicy;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.SchedulerKind;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model of Linux's fair class. */
class FairSchedulerTest {

  /** A slice of one CPU, 0.7 ms, that a tick of 4 ms ends. */
  private static final long TURN_MS = 5;

  private static TestScenario fair(int cpus) {
    return TestScenario.cpus(cpus).scheduler(SchedulerKind.FAIR);
  }

  private static CellDeclaration weighing(String name, int weight, CellDeclaration... children) {
    return new CellDeclaration(name, null, weight, List.of(children));
  }

  private static TaskGroup idlePolicy(TaskGroup group) {
    return new TaskGroup(
        group.name(),
        group.cell(),
        group.count(),
        group.members(),
        group.behaviour(),
        group.nice(),
        group.affinity(),
        group.startNs(),
        group.stopNs(),
        group.queue(),
        SchedulingPolicy.IDLE);
  }

  // --- shares ---

  @ParameterizedTest
  @CsvSource({"0, 5, 1024, 335", "0, 0, 1024, 1024", "-10, 19, 9548, 15", "-20, -19, 88761, 71755"})
  void weightedSpinnersMissTheirShares(int nice, int otherNice, long weight, long otherWeight) {
    Outcome run =
        fair(1)
            .free()
            .cell("a")
            .tasks(niced(group("one", "a", 1, spin()), nice))
            .tasks(niced(group("other", "a", 1, spin()), otherNice))
            .run(20 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("one"))
        .isCloseTo(20_000 * weight / (weight + otherWeight), Offset.offset(TURN_MS));
  }

  @Test
  void manySpinnersOfOneWeightDiffer() {
    TestScenario scenario = fair(1).free().cell("a");
    for (int i = 0; i < 7; i++) {
      scenario.tasks("t" + i, "a", 1, spin());
    }
    Outcome run = scenario.run(7 * SECOND);
    for (int i = 0; i < 7; i++) {
      assertThat(run.ranMs("t" + i)).as("t%d", i).isCloseTo(1_000L, Offset.offset(2 * TURN_MS));
    }
  }

  @Test
  void tasksCountInsteadOfTheirCgroups() {
    Outcome run =
        fair(1)
            .free()
            .cell(weighing("light", 100))
            .cell(weighing("heavy", 300))
            .tasks("many", "light", 9, spin())
            .tasks("few", "heavy", 2, spin())
            .run(8 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("few")).isCloseTo(6_000L, Offset.offset(2 * TURN_MS));
  }

  @Test
  void cgroupsWithMoreTasksGetMoreOfSeveralCpus() {
    // The parts that CPUs have of a group's shares follow its tasks, and balancing moves these.
    Outcome run =
        fair(4)
            .free()
            .cell(weighing("light", 100))
            .cell(weighing("heavy", 300))
            .tasks("many", "light", 24, spin())
            .tasks("few", "heavy", 8, spin())
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("few")).isCloseTo(30_000L, Offset.offset(1_500L));
  }

  @Test
  void weightOfANestedCgroupCountsOutsideIt() {
    Outcome run =
        fair(1)
            .free()
            .cell(weighing("web", 100, weighing("front", 900), weighing("back", 100)))
            .cell(weighing("batch", 100))
            .tasks("front", "web/front", 1, spin())
            .tasks("back", "web/back", 3, spin())
            .tasks("crunch", "batch", 2, spin())
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("crunch")).isCloseTo(5_000L, Offset.offset(2 * TURN_MS));
    assertThat(run.ranMs("front")).isCloseTo(4_500L, Offset.offset(4 * TURN_MS));
  }

  @Test
  void newWeightOfACgroupIsNotFollowed() {
    Outcome run =
        fair(1)
            .free()
            .cell("a")
            .cell("b")
            .tasks("a", "a", 1, spin())
            .tasks("b", "b", 1, spin())
            .at(4 * SECOND, new Action.SetCpuWeight("b", 300))
            .run(8 * SECOND);
    assertThat(run.ranMs("b")).isCloseTo(2_000L + 3_000L, Offset.offset(2 * TURN_MS));
  }

  @Test
  void reniceForgivesOrForgetsTime() {
    Outcome run =
        fair(1)
            .free()
            .cell("a")
            .tasks("a", "a", 1, spin())
            .tasks("b", "a", 1, spin())
            .every(10 * MS, 700, new Action.SetNice("b", 0))
            .run(8 * SECOND);
    assertThat(run.ranMs("b")).isCloseTo(4_000L, Offset.offset(2 * TURN_MS));
  }

  @Test
  void hundredsOfHeavyTasksOverflowTheAverage() {
    Outcome run =
        fair(1)
            .free()
            .cell("a")
            .tasks(niced(group("heavy", "a", 300, spin()), -20))
            .tasks(niced(group("light", "a", 1, spin()), 19))
            .tasks(idlePolicy(group("idle", "a", 1, spin())))
            .run(20 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("heavy")).isGreaterThan(19_980L);
    assertThat(run.group("heavy").wakeupLatencyNs().max()).isLessThan(3 * SECOND);
  }

  @Test
  void idlePolicyTakesMoreThanItsWeight() {
    Outcome run =
        fair(1)
            .free()
            .cell("a")
            .tasks("normal", "a", 1, spin())
            .tasks(idlePolicy(group("idle", "a", 1, spin())))
            .run(20 * SECOND);
    assertThat(run.ranMs("idle")).isCloseTo(20_000L * 3 / 1_027, Offset.offset(2 * TURN_MS));
  }

  @Test
  void threeSpinnersOnTwoCpusStayWhereTheyAre() {
    TestScenario scenario = fair(2).free().cell("a");
    for (int i = 0; i < 3; i++) {
      scenario.tasks("t" + i, "a", 1, spin());
    }
    Outcome run = scenario.run(30 * SECOND);
    for (int i = 0; i < 3; i++) {
      assertThat(run.ranMs("t" + i)).as("t%d", i).isCloseTo(20_000L, Offset.offset(2_000L));
    }
  }

  // --- wakeups ---

  @Test
  void sleeperIsStarvedBySpinners() {
    Outcome run =
        fair(1)
            .cell("a")
            .tasks("spinner", "a", 8, spin())
            .tasks("sleeper", "a", 1, runSleep(200 * US, 20 * MS))
            .run(20 * SECOND);
    assertThat(run.broken()).isEmpty();
    // It wants a hundredth of the CPU, less than its ninth: it is owed time whenever it wakes.
    assertThat(run.group("sleeper").wakeupLatencyNs().p99()).isLessThan(TURN_MS * MS);
    assertThat(run.group("sleeper").wakeupLatencyNs().count()).isGreaterThan(800);
  }

  @Test
  void sleeperSavesUpTime() {
    // Asleep for 5 s it is owed no more than two slices, or a tick.
    Outcome run =
        fair(1)
            .free()
            .cell("a")
            .tasks("spinner", "a", 1, spin())
            .tasks(startingAt(group("late", "a", 1, runSleep(SECOND, 5 * SECOND)), 0))
            .run(9 * SECOND);
    assertThat(run.broken()).isEmpty();
    // It takes 2 s for each second, and wakes at 7 s.
    assertThat(run.ranMs("late")).isCloseTo(2_000L, Offset.offset(3 * TURN_MS));
  }

  @Test
  void normalTaskWaitsForOneOfIdlePolicy() {
    Outcome run =
        fair(1)
            .cell("a")
            .tasks(idlePolicy(group("idle", "a", 1, spin())))
            .tasks("normal", "a", 1, runSleep(MS, 7 * MS))
            .run(5 * SECOND);
    // But for the last moments of a slice: then its deadline is the earlier one.
    assertThat(run.group("normal").wakeupLatencyNs().p99()).isLessThan(20 * US);
  }

  @Test
  void wakerLeavesItsLlcForAnIdleCpu() {
    Topology twoLlcs = Topology.regular(1, 1, 2, 2, 1, SiblingNumbering.ADJACENT);
    Outcome run =
        TestScenario.of(twoLlcs)
            .scheduler(SchedulerKind.FAIR)
            .cell("a")
            .tasks(pinned(group("left", "a", 2, spin()), "0-1"))
            .tasks(startingAt(group("waker", "a", 1, runSleep(100 * US, MS)), 100 * MS))
            .run(2 * SECOND);
    // Started on an idle CPU of the other LLC, it stays there.
    assertThat(run.group("waker").wakeupLatencyNs().max()).isLessThan(10 * US);
    assertThat(run.group("waker").migrations()).isLessThanOrEqualTo(1);
  }

  @Test
  void yieldIsNotHeard() {
    // Who yields after 10 us forfeits the rest of its slice of 700 us each time.
    Behaviour yielding =
        new Behaviour.Follow(
            new Program(
                Program.FOR_EVER,
                List.of(
                    new Program.Phase(
                        1,
                        null,
                        null,
                        null,
                        List.of(
                            new Program.Run(new Distribution.Constant(10 * US)),
                            new Program.Yield())))));
    Outcome run =
        fair(1)
            .cell("a")
            .tasks("polite", "a", 1, yielding)
            .tasks("spinner", "a", 1, spin())
            .run(2 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("polite")).isLessThan(300L);
  }

  // --- balancing ---

  @Test
  void spinnersStayOnOneCpuBesideIdleOnes() {
    Outcome run =
        fair(8)
            .cell("a")
            .tasks(pinned(group("t", "a", 8, spin()), "0"))
            .at(SECOND, new Action.SetAffinity("t", mask("0-7")))
            .run(2 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("t")).isGreaterThan(1_000 + 7_900);
  }

  @Test
  void cpuThatGoesIdleLeavesWaitersElsewhere() {
    Outcome run =
        fair(2)
            .cell("a")
            .tasks(pinned(group("bound", "a", 1, runSleep(MS, MS)), "1"))
            .tasks("spinner", "a", 2, spin())
            .run(SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.result().idleWhileWaitingNs()).isLessThan(MS);
  }

  @Test
  void newcomersAreNotSpread() {
    Topology fourLlcs = Topology.regular(1, 1, 4, 2, 1, SiblingNumbering.ADJACENT);
    Outcome run =
        TestScenario.of(fourLlcs)
            .scheduler(SchedulerKind.FAIR)
            .cell("a")
            .tasks("t", "a", 8, spin())
            .run(SECOND);
    assertThat(run.ranMs("t")).isGreaterThan(7_990L);
  }

  @Test
  void waitersOfATakenCpuAreForgotten() {
    Outcome run =
        fair(2)
            .cell("a")
            .tasks("t", "a", 1, spin())
            .at(100 * MS, new Action.TakeCpus(mask("0"), 800 * MS))
            .run(SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("t")).isGreaterThan(990L);
  }

  @Test
  void pulledOutCpuKeepsItsTasks() {
    Outcome run =
        fair(4)
            .cell("a", "0-1")
            .tasks("t", "a", 4, spin())
            .at(SECOND, new Action.Offline(mask("0")))
            .at(2 * SECOND, new Action.Online(mask("0")))
            .run(4 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("t")).isGreaterThan(6_900L);
  }

  @Test
  void cpusetIsNoAffinity() {
    Outcome run =
        fair(4)
            .cell("a", "0-1")
            .cell("b")
            .tasks("a", "a", 4, spin())
            .tasks("b", "b", 1, spin())
            .at(SECOND, new Action.SetCpuset("a", mask("3")))
            .run(2 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("a")).isBetween(2_000L + 900, 2_000L + 1_000);
    assertThat(run.ranMs("b")).isGreaterThan(1_990L);
  }

  @Test
  void movedTasksTakeTheOldGroupsShare() {
    Outcome run =
        fair(1)
            .free()
            .cell("a")
            .cell("b")
            .tasks("one", "a", 1, spin())
            .tasks("two", "a", 1, spin())
            .tasks("other", "b", 1, spin())
            .at(4 * SECOND, new Action.Move("two", "b"))
            .run(8 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("one")).isCloseTo(1_000L + 2_000L, Offset.offset(4 * TURN_MS));
    assertThat(run.ranMs("two")).isCloseTo(1_000L + 1_000L, Offset.offset(4 * TURN_MS));
  }

  @Test
  void baselineKnowsCells() {
    Outcome run = fair(4).cell("a", "0-3").cell("b").tasks("b", "b", 8, spin()).run(SECOND);
    assertThat(run.result().scheduler()).isEqualTo("fair");
    assertThat(run.cell("b").borrowedNs()).isZero();
    assertThat(run.result().plans().applied()).isZero();
  }

  @Test
  void sliceIsNotTheKernels() {
    assertThat(FairConfig.defaultSliceNs(1)).isEqualTo(700 * US);
    assertThat(FairConfig.defaultSliceNs(4)).isEqualTo(2_100 * US);
    assertThat(FairConfig.defaultSliceNs(6)).isEqualTo(2_100 * US);
    assertThat(FairConfig.defaultSliceNs(8)).isEqualTo(2_800 * US);
    assertThat(FairConfig.defaultSliceNs(128)).isEqualTo(2_800 * US);
  }
}
