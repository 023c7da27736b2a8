package org.cellsched.sim.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.US;
import static org.cellsched.sim.TestScenario.group;
import static org.cellsched.sim.TestScenario.nested;
import static org.cellsched.sim.TestScenario.niced;
import static org.cellsched.sim.TestScenario.periodic;
import static org.cellsched.sim.TestScenario.pinned;
import static org.cellsched.sim.TestScenario.runSleep;
import static org.cellsched.sim.TestScenario.spin;
import static org.cellsched.sim.TestScenario.startingAt;

import org.assertj.core.data.Offset;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.TestScenario.Outcome;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.TaskGroup;
import org.junit.jupiter.api.Test;

/** Who gets how much within a cell. */
class CellFairnessTest {

  /** Longest that a task can run ahead of its share: a slice, ended by a tick. */
  private static final long TURN_MS = 24;

  private static Offset<Long> turns(int count) {
    return Offset.offset(count * TURN_MS);
  }

  @Test
  void spinnersDoNotShareByWeight() {
    Outcome run =
        TestScenario.cpus(1)
            .tasks("even", "root", 1, spin())
            .tasks(niced(group("heavy", "root", 1, spin()), -3))
            .tasks(niced(group("light", "root", 1, spin()), 3))
            .run(20 * SECOND);
    assertThat(run.broken()).isEmpty();
    // Weights 195, 100, 51.
    assertThat(run.ranMs("heavy")).isCloseTo(20_000L * 195 / 346, turns(4));
    assertThat(run.ranMs("even")).isCloseTo(20_000L * 100 / 346, turns(4));
    assertThat(run.ranMs("light")).isCloseTo(20_000L * 51 / 346, turns(4));
  }

  @Test
  void nice19StarvesOrStarvesOthers() {
    Outcome run =
        TestScenario.cpus(1)
            .tasks("even", "root", 1, spin())
            .tasks(niced(group("light", "root", 1, spin()), 19))
            .run(20 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("light"))
        .isBetween(20_000L / 101 - 2 * TURN_MS, 20_000L / 101 + 2 * TURN_MS);
    assertThat(run.ranMs("even")).isGreaterThan(19_500);
  }

  @Test
  void cgroupWeightWithinACellIsIgnored() {
    Outcome run =
        TestScenario.cpus(2)
            .cell("web", nested("big", 300), nested("small", 100))
            .tasks("big", "web/big", 1, spin())
            .tasks("small", "web/small", 1, spin())
            .tasks("root", "root", 1, spin())
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("big")).isCloseTo(7_500L, turns(3));
    assertThat(run.ranMs("small")).isCloseTo(2_500L, turns(3));
  }

  @Test
  void lowCgroupWeightIsTakenForStarvation() {
    Outcome run =
        TestScenario.cpus(2)
            .cell("web", nested("big", 3_000), nested("small", 10))
            .tasks("big", "web/big", 2, spin())
            .tasks("small", "web/small", 1, spin())
            .run(60 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("small")).isBetween(1L, 500L);
  }

  @Test
  void weightsOfAThousandToOneStarveUntilTheWatchdogEndsTheScheduler() {
    // A turn of 20 ms at a weight of 10 is paid for with 40 s of others' at 10,000: Linux allows
    // both, and its watchdog does not wait for that long. So it has a turn every 10 s or so, and
    // one or two at first.
    Outcome run =
        TestScenario.cpus(2)
            .cell("web", nested("big", 10_000), nested("small", 10))
            .tasks("big", "web/big", 2, spin())
            .tasks("small", "web/small", 1, spin())
            .run(60 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("small")).isBetween(5 * 20L, 8 * 20L);
  }

  @Test
  void newcomerMakesUpForTimeBeforeItsBirth() {
    Outcome run =
        TestScenario.cpus(1)
            .tasks("old", "root", 1, spin())
            .tasks(startingAt(group("new", "root", 1, spin()), 10 * SECOND))
            .run(20 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("new")).isCloseTo(5_000L, turns(3));
  }

  @Test
  void newcomerStarvesANice19SpinnerThatWasAlone() {
    // 4.10: a low weight that ran alone for long must not owe it for ever.
    Outcome run =
        TestScenario.cpus(1)
            .tasks(niced(group("light", "root", 1, spin()), 19))
            .tasks(startingAt(group("new", "root", 1, spin()), 2 * SECOND))
            .run(22 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("light")).isBetween(2_000L + 100, 2_000L + 400);
  }

  @Test
  void pinnedSpinnerThatWasAloneStarves() {
    Outcome run =
        TestScenario.cpus(2)
            .tasks(pinned(group("pinned", "root", 1, spin()), "0"))
            .tasks(startingAt(group("wide", "root", 4, spin()), 10 * SECOND))
            .run(20 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("pinned")).isBetween(10_000L + 3_000, 10_000L + 7_000);
  }

  @Test
  void oneOfManySpinnersWasAloneAndKeepsItsCpu() {
    Outcome run =
        TestScenario.cpus(2)
            .tasks(niced(group("light", "root", 1, spin()), 19))
            .tasks("even", "root", 1, spin())
            .tasks(startingAt(group("new", "root", 2, spin()), 5 * SECOND))
            .run(25 * SECOND);
    assertThat(run.broken()).isEmpty();
    // Three equal ones and next to nothing share two CPUs for 20 s: 13.3 s each.
    assertThat(run.ranMs("new")).isBetween(2 * 12_500L, 2 * 14_000L);
    assertThat(run.ranMs("even")).isBetween(5_000 + 12_500L, 5_000 + 14_000L);
  }

  @Test
  void sleeperCatchesUpOnAllItsSleep() {
    // Awake 1 s after 9 s of sleep: at most a slice ahead of one who never slept.
    Outcome run =
        TestScenario.cpus(1)
            .tasks("spinner", "root", 1, spin())
            .tasks("other", "root", 1, spin())
            .tasks(startingAt(group("sleeper", "root", 1, runSleep(US, 9 * SECOND)), 0))
            .tasks(startingAt(group("late", "root", 1, spin()), 9 * SECOND))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("late")).isCloseTo(333L, turns(3));
  }

  @Test
  void shortSleeperWaitsForASliceOfEverySpinner() {
    Outcome run =
        TestScenario.cpus(1)
            .tasks("spinner", "root", 8, spin())
            .tasks("sleeper", "root", 1, runSleep(MS, 30 * MS))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    // It goes before all that wait, so it waits for one slice at most.
    assertThat(run.group("sleeper").wakeupLatencyNs().p99()).isLessThan(25 * MS);
  }

  @Test
  void pinnedTasksStarveBesideCellWideOnes() {
    Outcome run =
        TestScenario.cpus(4)
            .tasks("wide", "root", 8, spin())
            .tasks(pinned(group("pinned", "root", 1, spin()), "2"))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("pinned")).isBetween(3_000L, 6_000L);
  }

  @Test
  void pinnedTasksStarveCellWideOnes() {
    Outcome run =
        TestScenario.cpus(2)
            .tasks("wide", "root", 2, spin())
            .tasks(pinned(group("pinned", "root", 10, spin()), "0"))
            .tasks(pinned(group("both", "root", 2, spin()), "1"))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("wide")).isGreaterThan(4_000);
    assertThat(run.ranMs("pinned")).isGreaterThan(3_000);
  }

  @Test
  void boundWakersStarveTheCellQueue() {
    // Every CPU is saturated by tasks bound to it, each of which wakes with credit.
    Outcome run =
        TestScenario.cpus(2)
            .tasks("wide", "root", 2, spin())
            .tasks(pinned(group("left", "root", 12, runSleep(MS, 4 * MS)), "0"))
            .tasks(pinned(group("right", "root", 12, runSleep(MS, 4 * MS)), "1"))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("wide")).isGreaterThan(5_000);
    assertThat(run.ranMs("left") + run.ranMs("right")).isGreaterThan(5_000);
  }

  @Test
  void pinnedWaiterSitsBehindAWholeSlice() {
    // 4.19
    Outcome run =
        TestScenario.cpus(2)
            .tasks("wide", "root", 4, spin())
            .tasks(pinned(group("pinned", "root", 1, runSleep(500 * US, 7 * MS)), "1"))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.group("pinned").wakeupLatencyNs().p99()).isLessThanOrEqualTo(9 * MS);
  }

  @Test
  void multiCpuAffinityPilesUpOnOneCpu() {
    // 4.20
    Outcome run =
        TestScenario.cpus(4)
            .tasks(pinned(group("pair", "root", 8, spin()), "1-2"))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("pair")).isGreaterThan(19_900);
    assertThat(run.result().idleWhileWaitingNs()).isLessThan(MS);
  }

  @Test
  void burstyTasksAndANice19SpinnerStallTheRootCell() {
    // 4.4: one cell claims 7 of 8 CPUs; the root cell has one for 100 bursty tasks and a spinner.
    TaskGroup bursty = group("bursty", "root", 100, periodic(200 * US, 40 * MS));
    Outcome run =
        TestScenario.cpus(8)
            .cell("web", "0-6")
            .rootMinCpus(1)
            .tasks("web", "web", 14, spin())
            .tasks(bursty)
            .tasks(niced(group("spinner", "root", 1, spin()), 19))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("root").cpuCount()).isEqualTo(1);
    assertThat(run.ranMs("spinner")).isGreaterThan(3_000);
    assertThat(run.ranMs("bursty")).isGreaterThan(4_500);
  }

  @Test
  void saturatedRootCellStallsItsNice19Spinner() {
    // 4.4 as reported: 100 tasks of 2 ms each 20 ms ask for ten times the CPU there is.
    Outcome run =
        TestScenario.cpus(8)
            .cell("web", "0-6")
            .rootMinCpus(1)
            .tasks("web", "web", 14, spin())
            .tasks("bursty", "root", 100, runSleep(2 * MS, 18 * MS))
            .tasks(niced(group("spinner", "root", 1, spin()), 19))
            .run(30 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.group("bursty").wakeupLatencyNs().max()).isLessThan(SECOND);
    assertThat(run.ranMs("spinner")).isPositive();
  }

  @Test
  void yieldOrNiceChangeGivesATaskTheWrongShare() {
    Outcome run =
        TestScenario.cpus(1)
            .tasks("a", "root", 1, spin())
            .tasks("b", "root", 1, spin())
            .at(5 * SECOND, new Action.SetNice("a", 10))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    // Nice 10 is weight 11: 5000 / 2 + 5000 * 11 / 111.
    assertThat(run.ranMs("a")).isCloseTo(2_995L, turns(12));
  }
}
