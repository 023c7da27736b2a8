package org.cellsched.sim.scheduler.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.US;
import static org.cellsched.sim.TestScenario.group;
import static org.cellsched.sim.TestScenario.mask;
import static org.cellsched.sim.TestScenario.nested;
import static org.cellsched.sim.TestScenario.niced;
import static org.cellsched.sim.TestScenario.periodic;
import static org.cellsched.sim.TestScenario.pinned;
import static org.cellsched.sim.TestScenario.randomRunSleep;
import static org.cellsched.sim.TestScenario.runSleep;
import static org.cellsched.sim.TestScenario.spin;
import static org.cellsched.sim.TestScenario.startingAt;
import static org.cellsched.sim.TestScenario.withPolicy;

import java.util.List;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.TestScenario.Outcome;
import org.cellsched.sim.kernel.CpuMax;
import org.cellsched.sim.kernel.SchedulingPolicy;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.SchedulerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares and waits under the kernel's own class, against what EEVDF promises. */
class FairSchedulerTest {

  /** A slice of two CPUs, and the tick that ends it. */
  private static final long SLICE_AND_TICK_MS = 2 + 4;

  private static TestScenario fair(int cpus) {
    return TestScenario.cpus(cpus).scheduler(SchedulerKind.FAIR);
  }

  @ParameterizedTest
  @CsvSource({"1, 700000", "2, 1400000", "4, 2100000", "8, 2800000", "128, 2800000"})
  void sliceIsNotTheKernels(int cpus, long sliceNs) {
    assertThat(FairScheduler.sliceNs(cpus)).isEqualTo(sliceNs);
  }

  @Test
  void shareOfASpinnerIsNotItsWeights() {
    Outcome outcome =
        fair(1)
            .free()
            .cell("web")
            .tasks("plain", "web", 1, spin())
            .tasks(niced(group("nice", "web", 1, spin()), 5))
            .tasks(niced(group("urgent", "web", 1, spin()), -5))
            .run(10 * SECOND);

    // Weights 100, 33 and 305.
    assertThat(outcome.ranMs("plain")).isCloseTo(10_000 * 100 / 438, within(SLICE_AND_TICK_MS));
    assertThat(outcome.ranMs("nice")).isCloseTo(10_000 * 33 / 438, within(SLICE_AND_TICK_MS));
    assertThat(outcome.ranMs("urgent")).isCloseTo(10_000 * 305 / 438, within(SLICE_AND_TICK_MS));
    assertThat(outcome.broken()).isEmpty();
  }

  @Test
  void cgroupWithMoreTasksGetsMore() {
    Outcome outcome =
        fair(2)
            .free()
            .cell("heavy", "0-1")
            .cell("light", "0-1")
            .tasks("few", "heavy", 2, spin())
            .tasks("many", "light", 12, spin())
            .at(0, new Action.SetCpuWeight("heavy", 300))
            .run(10 * SECOND);

    assertThat(outcome.ranMs("few")).isCloseTo(15_000, within(300L));
    assertThat(outcome.ranMs("many")).isCloseTo(5_000, within(300L));
    assertThat(outcome.broken()).isEmpty();
  }

  @Test
  void weightOfACgroupBelowIsNotPartOfItsParents() {
    Outcome outcome =
        fair(1)
            .free()
            .cell("web", nested("front", 300), nested("back", 100))
            .cell("batch")
            .tasks("front-task", "web/front", 3, spin())
            .tasks("back-task", "web/back", 1, spin())
            .tasks("batch-task", "batch", 1, spin())
            .run(8 * SECOND);

    assertThat(outcome.ranMs("batch-task")).isCloseTo(4_000, within(20L));
    assertThat(outcome.ranMs("front-task")).isCloseTo(3_000, within(20L));
    assertThat(outcome.ranMs("back-task")).isCloseTo(1_000, within(20L));
  }

  @Test
  void sleeperPaysForItsSleep() {
    Outcome outcome =
        fair(1)
            .free()
            .cell("web")
            .tasks("spinner", "web", 3, spin())
            .tasks("sleeper", "web", 1, periodic(MS, 100 * MS))
            .run(10 * SECOND);

    // Behind no more than one turn of each, which a tick ends.
    assertThat(outcome.group("sleeper").wakeupLatencyNs().max()).isLessThanOrEqualTo(3 * 4 * MS);
    assertThat(outcome.ranMs("sleeper")).isEqualTo(100);
    assertThat(outcome.broken()).isEmpty();
  }

  @Test
  void sleeperSavesUpTimeForEver() {
    Outcome outcome =
        fair(1)
            .free()
            .cell("web")
            .tasks("early", "web", 1, spin())
            .tasks(startingAt(group("late", "web", 1, spin()), 5 * SECOND))
            .run(6 * SECOND);

    assertThat(outcome.ranMs("late")).isCloseTo(500, within(SLICE_AND_TICK_MS));
  }

  @ParameterizedTest
  @CsvSource({"NORMAL, 1400, 6000", "IDLE, 0, 10"})
  void policyIdleKeepsOthersWaiting(SchedulingPolicy policy, long leastUs, long mostUs) {
    Outcome outcome =
        fair(1)
            .cell("web")
            .tasks(withPolicy(group("indexer", "web", 1, spin()), policy))
            .tasks("server", "web", 1, runSleep(100 * US, 9_900 * US))
            .run(SECOND);

    assertThat(outcome.group("server").wakeupLatencyNs().max())
        .isBetween(leastUs * US, mostUs * US);
  }

  @Test
  void waitersStayWhileOtherCpusIdle() {
    Outcome outcome =
        TestScenario.of(Topology.regular(1, 1, 4, 2, 1, SiblingNumbering.ADJACENT))
            .scheduler(SchedulerKind.FAIR)
            .cell("web")
            .tasks(pinned(group("sitter", "web", 2, spin()), "0-1"))
            .tasks("worker", "web", 6, spin())
            .run(2 * SECOND);

    assertThat(outcome.ranMs("worker")).isGreaterThan(11_900);
    assertThat(outcome.broken()).isEmpty();
  }

  @Test
  void heavyTasksShareACpuBesideLightOnes() {
    Outcome outcome =
        fair(4)
            .free()
            .cell("web")
            .tasks("light", "web", 8, spin())
            .tasks(niced(group("heavy", "web", 2, spin()), -10))
            .run(4 * SECOND);

    // Each of the two is worth 9 of the others: alone on its CPU, or nearly.
    assertThat(outcome.ranMs("heavy")).isGreaterThan(2 * 4_000 * 85 / 100);
  }

  @Test
  void taskRunsOutsideItsCpuset() {
    Outcome outcome =
        fair(4)
            .cell("web", "0-1")
            .cell("batch", "2-3")
            .tasks("web-task", "web", 3, randomRunSleep(2 * MS, MS))
            .tasks("batch-task", "batch", 6, spin())
            .at(SECOND, new Action.SetCpuset("batch", mask("0-3")))
            .at(2 * SECOND, new Action.SetCpuset("batch", mask("3")))
            .at(2500 * MS, new Action.Offline(mask("0")))
            .run(3 * SECOND);

    assertThat(outcome.broken()).isEmpty();
    assertThat(outcome.ranMs("batch-task")).isBetween(5_000L, 7_000L);
  }

  @Test
  void movesReniceAndExitsLoseATask() {
    Outcome outcome =
        fair(2)
            .cell("web")
            .cell("batch")
            .tasks("mover", "web", 4, randomRunSleep(3 * MS, MS))
            .tasks("stayer", "batch", 2, spin())
            .every(50 * MS, 20, new Action.Move("mover", "batch"))
            .every(70 * MS, 14, new Action.Move("mover", "web"))
            .every(90 * MS, 11, new Action.SetNice("mover", 7))
            .every(110 * MS, 9, new Action.SetCpuWeight("web", 250))
            .at(900 * MS, new Action.Stop("stayer"))
            .run(SECOND);

    assertThat(outcome.broken()).isEmpty();
    assertThat(outcome.ranMs("mover")).isGreaterThan(300);
  }

  @ParameterizedTest
  @ValueSource(ints = {250, 1000})
  void limitIsMissedByMoreThanAPeriod(int hz) {
    Outcome outcome =
        fair(4)
            .hz(hz)
            .free()
            .cells(limited("half", 50, 100), limited("three", 300, 100))
            .tasks("half-task", "half", 1, spin())
            .tasks("three-task", "three", 3, spin())
            .run(10 * SECOND);

    assertThat(outcome.ranMs("half-task")).isCloseTo(5_000, within(50L));
    assertThat(outcome.ranMs("three-task")).isCloseTo(30_000, within(300L));
    assertThat(outcome.broken()).isEmpty();
  }

  @Test
  void limitAboveIsForgottenBelow() {
    CellDeclaration inner = limited("inner", 80, 100);
    CellDeclaration outer = new CellDeclaration("outer", null, 100, limit(50, 100), List.of(inner));
    Outcome outcome =
        fair(2).free().cells(outer).tasks("task", "outer/inner", 2, spin()).run(10 * SECOND);

    assertThat(outcome.ranMs("task")).isCloseTo(5_000, within(50L));
    assertThat(outcome.broken()).isEmpty();
  }

  @Test
  void limitOutlivesItsRemoval() {
    Outcome outcome =
        fair(1)
            .free()
            .cells(limited("web", 10, 100))
            .tasks("task", "web", 1, spin())
            .at(5 * SECOND, new Action.SetCpuMax("web", null))
            .run(6 * SECOND);

    assertThat(outcome.ranMs("task")).isCloseTo(500 + 1_000, within(10L));
  }

  @Test
  void throttledTimeIsMissingFromAWait() {
    Outcome outcome =
        fair(1).free().cells(limited("web", 20, 100)).tasks("task", "web", 1, spin()).run(SECOND);

    assertThat(outcome.result().worstWaits())
        .singleElement()
        .satisfies(wait -> {
          assertThat(wait.waitedNs()).isBetween(75 * MS, 100 * MS);
          assertThat(wait.cpuTime().throttledNs()).isEqualTo(wait.waitedNs());
          assertThat(wait.cpuTime().totalNs()).isEqualTo(wait.waitedNs());
        });
  }

  @ParameterizedTest
  @CsvSource({"CELLS", "GLOBAL_VTIME", "STATIC_CPUSETS"})
  void limitIsIgnoredSilently(SchedulerKind scheduler) {
    Outcome outcome =
        TestScenario.cpus(2)
            .scheduler(scheduler)
            .cells(limited("web", 50, 100))
            .tasks("task", "web", 1, spin())
            .run(SECOND);

    assertThat(outcome.result().reports())
        .filteredOn(report -> report.severity().equals("warning"))
        .singleElement()
        .satisfies(report ->
            assertThat(report.text())
                .startsWith("cpu.max of /workloads/web (50.0 ms in each 100 ms) is not enforced")
                .contains("0.50 allowed"));
  }

  private static CellDeclaration limited(String name, long quotaMs, long periodMs) {
    return new CellDeclaration(name, null, 100, limit(quotaMs, periodMs), List.of());
  }

  private static CpuMax limit(long quotaMs, long periodMs) {
    return new CpuMax(quotaMs * MS, periodMs * MS);
  }
}
