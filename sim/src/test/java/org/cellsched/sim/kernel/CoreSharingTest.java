package org.cellsched.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.kernel.TestKernel.MS;
import static org.cellsched.sim.kernel.TestKernel.US;
import static org.cellsched.sim.kernel.TestKernel.run;
import static org.cellsched.sim.kernel.TestKernel.sleep;
import static org.cellsched.sim.kernel.TestKernel.spin;

import java.util.Collections;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.junit.jupiter.api.Test;

/** SMT siblings that are busy together do 125 % of what one does alone: each 5/8. */
class CoreSharingTest {

  private static final CpuMask FIRST = CpuMask.of(0);
  private static final CpuMask SECOND = CpuMask.of(1);

  private static TestKernel twoCores(long switchNs) {
    return new TestKernel(
        Topology.regular(1, 1, 1, 2, 2, SiblingNumbering.ADJACENT),
        TestKernel.costs(switchNs, 0, Collections.emptyMap()),
        new TestScheduler());
  }

  @Test
  void siblingsDoTheWorkOfTwoCores() {
    TestKernel machine = twoCores(0);
    Task a = machine.start("a", FIRST, run(10 * MS));
    Task b = machine.start("b", SECOND, run(10 * MS));
    machine.start("alone", CpuMask.of(2), run(10 * MS));
    machine.runUntil(20 * MS);
    assertThat(machine.timesUs("ended a")).containsExactly(16_000L);
    assertThat(machine.timesUs("ended b")).containsExactly(16_000L);
    assertThat(machine.timesUs("ended alone")).containsExactly(10_000L);
    assertThat(a.ranNs()).isEqualTo(16 * MS);
    assertThat(b.ranNs()).isEqualTo(16 * MS);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void partialOverlapIsRoundedToAWholeRun() {
    TestKernel machine = twoCores(0);
    machine.start("a", FIRST, run(10 * MS));
    machine.runUntil(4 * MS);
    machine.start("b", SECOND, run(3 * MS), sleep(100 * US), run(MS));
    machine.runUntil(20 * MS);
    // b takes 3/0.625 ms, to 8.8 ms; a has done 4 + 3 ms. It does 0.1 ms alone, then both share
    // 1/0.625 ms, to 10.5 ms; then a has 1.9 ms left.
    assertThat(machine.timesUs("-b@1")).containsExactly(8_800L, 10_500L);
    assertThat(machine.timesUs("ended a")).containsExactly(12_400L);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void shortRunsLoseOrGainFractionsOfANanosecond() {
    // 1,000 runs of 7 ns take 11,200 ns in all, though one takes 11.2 ns.
    TestKernel machine = twoCores(0);
    machine.start("neighbour", SECOND, spin());
    Task a =
        machine.start(
            "a", FIRST, Collections.nCopies(1_000, run(7)).toArray(TestKernel.Act[]::new));
    machine.runUntil(MS);
    assertThat(a.state()).isEqualTo(TaskState.EXITED);
    assertThat(a.ranNs()).isEqualTo(11_200);
  }

  @Test
  void workDependsOnHowOftenItIsCounted() {
    TestKernel machine = twoCores(0);
    Task a = machine.start("a", FIRST, run(1_000_003));
    machine.start("neighbour", SECOND, spin());
    for (long atNs = 1_001; atNs < 3 * MS; atNs += 1_001) {
      machine.runUntil(atNs);
      machine.kernel.tickAll();
    }
    // 1,000,003 / 0.625 is 1,600,004.8.
    assertThat(a.ranNs()).isEqualTo(1_600_005);
  }

  @Test
  void sliceShrinksWithTheSpeed() {
    TestKernel machine = twoCores(0);
    machine.start("neighbour", SECOND, spin());
    machine.start("a", FIRST, spin());
    machine.start("b", FIRST, spin());
    machine.runUntil(30 * MS);
    assertThat(machine.timesUs("+b@0")).containsExactly(20_000L);
  }

  @Test
  void onlyTasksSlowASiblingDown() {
    TestKernel machine = twoCores(100 * US);
    machine.start("a", FIRST, run(10 * MS));
    machine.runUntil(2_100 * US);
    machine.kernel.take(1, 5_300 * US);
    machine.runUntil(6 * MS);
    // A sibling that only switches slows it too: 0.1 ms of the switch to b, no work in it.
    machine.start("b", SECOND, run(0));
    machine.runUntil(20 * MS);
    // 2 ms alone, 3.2 ms shared (2 ms of work), 0.7 ms alone, 0.1 ms shared, the rest alone.
    long leftNs = 10 * MS - 2 * MS - 2 * MS - 700 * US - 62_500;
    assertThat(machine.timesUs("ended a")).containsExactly((6_100 * US + leftNs) / US);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void offlineSiblingTakesThroughput() {
    TestKernel machine = twoCores(0);
    machine.start("b", SECOND, run(50 * MS));
    machine.start("a", FIRST, run(10 * MS));
    machine.runUntil(8 * MS);
    // b must go to another core, and leaves this one to a.
    machine.kernel.offline(1);
    machine.kernel.setAffinity(machine.kernel.tasks().getFirst(), CpuMask.of(2));
    machine.runUntil(20 * MS);
    assertThat(machine.timesUs("ended a")).containsExactly(13_000L);
  }

  @Test
  void fullThroughputIsShared() {
    assertThat(CoreSharing.speedsPpm(4, 2_000_000))
        .containsExactly(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000);
  }

  @Test
  void moreSiblingsAddMoreThanTheSecond() {
    assertThat(CoreSharing.speedsPpm(4, 1_250_000))
        .containsExactly(1_000_000, 1_000_000, 625_000, 437_500, 332_031);
    assertThat(CoreSharing.speedsPpm(3, 1_000_000))
        .containsExactly(1_000_000, 1_000_000, 500_000, 333_333);
  }
}
