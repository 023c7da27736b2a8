package org.cellsched.sim.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.US;
import static org.cellsched.sim.TestScenario.group;
import static org.cellsched.sim.TestScenario.pinned;
import static org.cellsched.sim.TestScenario.runSleep;
import static org.cellsched.sim.TestScenario.spin;
import static org.cellsched.sim.TestScenario.startingAt;

import org.cellsched.sim.TestScenario;
import org.cellsched.sim.TestScenario.Outcome;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CheckSpec;
import org.junit.jupiter.api.Test;

/** CPUs that are lent, and taken back. */
class BorrowingTest {

  /** Two cells of two CPUs and a root cell of two. */
  private static TestScenario pair() {
    return TestScenario.cpus(6).cell("busy", "0-1").cell("idle", "2-3");
  }

  @Test
  void busyCellBorrowsNothingOnWakeup() {
    Outcome run =
        pair().borrowing().tasks("busy", "busy", 8, runSleep(500 * US, 100 * US)).run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    // Without a cpuset's limits: a cell borrows only within its own cpuset.
    assertThat(run.cell("busy").borrowedNs()).isZero();

    Outcome free =
        TestScenario.cpus(6)
            .borrowing()
            .cell("busy")
            .cell("idle")
            .tasks("busy", "busy", 8, runSleep(500 * US, 100 * US))
            .run(5 * SECOND);
    assertThat(free.broken()).isEmpty();
    assertThat(free.cell("busy").borrowedNs()).isGreaterThan(15 * SECOND);
    assertThat(free.cell("idle").lentNs()).isGreaterThan(7 * SECOND);
    assertThat(free.cell("idle").lentNs() + free.cell("root").lentNs())
        .isEqualTo(free.cell("busy").borrowedNs());
  }

  @Test
  void spinnersBorrowNothingOnEnqueue() {
    Outcome run =
        TestScenario.cpus(6)
            .borrowing()
            .cell("busy")
            .cell("idle")
            .tasks("busy", "busy", 8, spin())
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("busy").cpuTimeNs()).isGreaterThan(6 * 4_950 * MS);
    assertThat(run.cell("idle").lentNs()).isGreaterThan(2 * 4_950 * MS);
  }

  @Test
  void cellBorrowsThoughBorrowingIsOff() {
    Outcome run =
        TestScenario.cpus(6)
            .cell("busy")
            .cell("idle")
            .tasks("busy", "busy", 8, spin())
            .tasks("sleepers", "busy", 4, runSleep(500 * US, 100 * US))
            .tasks("root", "root", 1, runSleep(MS, MS))
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    for (var cell : run.result().cells()) {
      assertThat(cell.borrowedNs()).isZero();
      assertThat(cell.lentNs()).isZero();
    }
    assertThat(run.cell("busy").cpuTimeNs()).isLessThanOrEqualTo(2 * 5 * SECOND);
  }

  @Test
  void cpuIdlesOnAfterItsShieldEnded() {
    Outcome run =
        TestScenario.cpus(6)
            .borrowing()
            .shieldNs(2 * MS)
            .cell("busy")
            .cell("owner")
            .tasks("busy", "busy", 12, spin())
            .tasks("owner", "owner", 2, runSleep(MS, 19 * MS))
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    // Each owner runs 1 ms of 20, and its CPU idles for the other millisecond of the shield.
    assertThat(run.result().idleWhileWaitingNs()).isBetween(450 * MS, 600 * MS);
  }

  private static TestScenario ownersWakeBesideBorrowers() {
    return TestScenario.cpus(6)
        .borrowing()
        .cell("busy")
        .cell("owner")
        .tasks("busy", "busy", 12, spin())
        .tasks("owner", "owner", 2, runSleep(MS, 3 * MS));
  }

  @Test
  void borrowerIsNotPreempted() {
    // 4.18
    Outcome run = ownersWakeBesideBorrowers().run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("busy").borrowedNs()).isPositive();
    assertThat(run.group("owner").wakeupLatencyNs().max()).isLessThan(MS);
  }

  @Test
  void withoutReclaimNobodyNotices() {
    Outcome run = ownersWakeBesideBorrowers().withoutReclaim().run(5 * SECOND);
    assertThat(run.group("owner").wakeupLatencyNs().p99()).isGreaterThan(5 * MS);
  }

  @Test
  void restrictedOwnerWaitsForItsBorrower() {
    Outcome run =
        TestScenario.cpus(6)
            .borrowing()
            .cell("busy")
            .cell("owner")
            .tasks("busy", "busy", 12, spin())
            .tasks(pinned(group("owner", "owner", 1, runSleep(MS, 3 * MS)), "4"))
            .run(5 * SECOND);
    assertThat(run.cell("owner").cpus()).isEqualTo("4-5");
    assertThat(run.broken()).isEmpty();
    assertThat(run.group("owner").wakeupLatencyNs().max()).isLessThan(MS);
  }

  @Test
  void restrictedOwnerWaitsForItsOwnCellWhileAnotherCpuIsLent() {
    // It may use two CPUs; its last one serves the cell's own, the other is lent.
    Outcome run =
        TestScenario.cpus(6)
            .borrowing()
            .cell("busy")
            .cell("owner")
            .tasks("busy", "busy", 12, spin())
            .tasks(pinned(group("either", "owner", 1, runSleep(MS, 3 * MS)), "4-5"))
            .tasks(startingAt(pinned(group("own", "owner", 1, spin()), "4"), 2 * MS))
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.group("either").wakeupLatencyNs().p99()).isLessThan(MS);
  }

  @Test
  void shieldLendsTheCpuAgainAtOnce() {
    // With the shield, most of the owner's short sleeps find its CPU unlent.
    Outcome shielded = ownersNap(5 * MS);
    Outcome bare = ownersNap(0);
    assertThat(shielded.broken()).isEmpty();
    assertThat(bare.broken()).isEmpty();
    assertThat(shielded.cell("owner").lentNs()).isLessThan(bare.cell("owner").lentNs() / 2);
  }

  private static Outcome ownersNap(long shieldNs) {
    return TestScenario.cpus(6)
        .borrowing()
        .shieldNs(shieldNs)
        .cell("busy")
        .cell("owner")
        .tasks("busy", "busy", 12, spin())
        .tasks("owner", "owner", 2, runSleep(MS, 2 * MS))
        .run(5 * SECOND);
  }

  @Test
  void borrowerThatWentOnCannotBeReclaimed() {
    // Its CPU was claimed, but the owner's task found another one: the borrower stays. The next
    // claim must find it.
    Outcome run =
        TestScenario.cpus(8)
            .borrowing()
            .cell("busy")
            .cell("owner")
            .tasks("busy", "busy", 16, spin())
            .tasks("owner", "owner", 6, runSleep(300 * US, 500 * US))
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
  }

  @Test
  void borrowerSinceThePlanChangedCannotBeReclaimed() {
    // The borrower did not start as one: its CPU changed hands while it ran.
    Outcome run =
        TestScenario.cpus(4)
            .borrowing()
            .tasks("spinner", "root", 4, spin())
            .at(SECOND, TestScenario.createCell("late"))
            .tasks("root", "root", 1, runSleep(MS, 10 * MS))
            .at(2 * SECOND, new Action.Start(group("owner", "late", 1, runSleep(MS, 10 * MS))))
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.group("owner").wakeupLatencyNs().max()).isLessThan(MS);
  }

  @Test
  void borrowingAfterAPlanChangeIsNotCounted() {
    Outcome run =
        TestScenario.cpus(4)
            .borrowing()
            .tasks("spinner", "root", 4, spin())
            .at(SECOND, TestScenario.createCell("late"))
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("late").cpuCount()).isEqualTo(2);
    assertThat(run.cell("root").borrowedNs()).isBetween(7_900 * MS, 8_000 * MS);
    // What the scheduler itself counts is the controller's only source.
    assertThat(run.cell("late").lentNs()).isEqualTo(run.cell("root").borrowedNs());
  }

  @Test
  void pinnedStrangerBringsItsCellAlong() {
    // 4.11: a root task bound to a CPU of web; with borrowing off nobody else of root may follow.
    Outcome run =
        TestScenario.cpus(4)
            .cell("web", "0-1")
            .tasks(pinned(group("stranger", "root", 1, spin()), "0"))
            .tasks("root", "root", 6, spin())
            .checks(new CheckSpec(null, 0, MS, null, null))
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("stranger")).isGreaterThan(4_900);
    assertThat(run.ranMs("root")).isLessThanOrEqualTo(2 * 5_000);
  }

  @Test
  void pinnedStrangerStarvesOrChargesItsHost() {
    // 4.11
    Outcome run =
        TestScenario.cpus(4)
            .cell("web", "0-1")
            .tasks(pinned(group("stranger", "root", 1, spin()), "0"))
            .tasks("web", "web", 4, spin())
            .tasks("root", "root", 2, spin())
            .run(5 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("stranger")).isBetween(1_000L, 3_500L);
    assertThat(run.ranMs("web")).isGreaterThan(6_400);
  }

  @Test
  void pinnedStrangerCountsAsABorrower() {
    // It has nowhere else to go: taking the CPU back from it at every wakeup would starve it.
    Outcome run =
        TestScenario.cpus(4)
            .borrowing()
            .cell("web")
            .tasks(pinned(group("stranger", "root", 1, spin()), "3"))
            .tasks("web", "web", 8, runSleep(2 * MS, MS))
            .run(5 * SECOND);
    assertThat(run.cell("web").cpus()).isEqualTo("2-3");
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("stranger")).isBetween(1_500L, 3_500L);
  }

  @Test
  void lentCpuIsLostWhenItsOwnerStarts() {
    Outcome run =
        TestScenario.cpus(4)
            .borrowing()
            .cell("busy")
            .tasks("busy", "busy", 8, spin())
            .tasks(startingAt(group("owner", "root", 2, spin()), 2 * SECOND))
            .run(4 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("owner")).isGreaterThan(3_950);
  }
}
