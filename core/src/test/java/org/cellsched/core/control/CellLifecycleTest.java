package org.cellsched.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.core.control.TestHost.ms;

import java.util.List;
import java.util.stream.IntStream;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.core.cpu.CpuMask;
import org.junit.jupiter.api.Test;

/** Cells come, go, and fail to find room. */
class CellLifecycleTest {

  private final TestHost host = TestHost.of(8, null, "init.scope");

  @Test
  void planIsMadeBeforeAnythingWasListed() {
    assertThat(host.send(new ControllerInput.CpusOnline(CpuMask.firstCpus(4)))).isEmpty();
    assertThat(host.send(new ControllerInput.Woken())).isEmpty();
  }

  @Test
  void firstSnapshotOfNoCgroupsLeavesTheMachineWithoutAPlan() {
    host.list();
    assertThat(host.lastPlan()).containsExactly("root: 0-7");
    assertThat(host.plans.getFirst().causes()).containsExactly(PlanCause.LIFECYCLE);
    assertThat(host.plans.getFirst().plan().generation()).isEqualTo(1);
  }

  @Test
  void newCellWaitsForTheQuietTimeThoughNothingElseHappens() {
    host.list();
    host.advance(ms(10_000)).create("web").list();
    assertThat(host.lastPlan()).containsExactly("root: 0-3", "web: 4-7");
    assertThat(host.plans.getLast().reason()).isEqualTo("web came as cell 1");
    assertThat(host.plans.getLast().cpusMoved()).isEqualTo(4);
  }

  @Test
  void cellOfARemovedCgroupKeepsItsCpus() {
    host.create("web").create("db").list();
    host.advance(ms(10_000)).remove("web").list();
    assertThat(host.lastPlan()).containsExactly("root: 0-3", "db: 4-7");
    assertThat(host.plans.getLast().plan().retiring()).containsExactly(new CellId(2));
    assertThat(host.plans.getLast().reason()).isEqualTo("web, cell 2, is gone");
  }

  @Test
  void excludedCgroupGetsACell() {
    host.create("init.scope").create("web").list();
    assertThat(host.lastPlan()).containsExactly("root: 0-3", "web: 4-7");
  }

  @Test
  void samePathWithAnotherInodeGoesOnAsTheOldCell() {
    host.draining = false;
    host.create("web").list();
    host.advance(ms(10_000)).remove("web").create("web").list();
    assertThat(host.plans.getLast().plan().assignments())
        .extracting(CellAssignment::cell)
        .containsExactly(new CellId(2));
    assertThat(host.plans.getLast().plan().retiring()).containsExactly(new CellId(1));
  }

  @Test
  void idIsReusedBeforeItsQueuesAreEmpty() {
    host.draining = false;
    host.create("a").list();
    host.advance(ms(10_000)).remove("a").list();
    host.advance(ms(10_000)).create("b").list();
    assertThat(host.idOf("b")).isEqualTo(new CellId(2));
    assertThat(host.plans.getLast().plan().retiring()).containsExactly(new CellId(1));
    host.send(new ControllerInput.CellDrained(new CellId(1)));
    host.advance(ms(10_000)).create("c").list();
    assertThat(host.idOf("c")).isEqualTo(new CellId(1));
    assertThat(host.plans.getLast().plan().retiring()).isEmpty();
  }

  @Test
  void drainReportedBeforeThePlanIsAppliedFreesTheId() {
    host.draining = false;
    host.create("a").list();
    host.advance(ms(10_000)).answering = false;
    host.remove("a").list();
    host.send(new ControllerInput.CellDrained(new CellId(1)));
    host.create("b").list();
    assertThat(host.texts(Severity.WARNING))
        .containsExactly(
            "cell 1 is said to be drained: ignored; plan 1, in force, does not retire it");
    assertThat(host.idOf("b")).isEqualTo(new CellId(2));
  }

  @Test
  void cgroupThatCameAndWentUnplannedUsesUpAnId() {
    host.list();
    host.create("a").list();
    host.advance(ms(100)).create("b").list();
    host.advance(ms(100)).remove("b").create("c").list();
    assertThat(host.idOf("c")).isEqualTo(new CellId(2));
  }

  @Test
  void planIsMadeForChangesThatCancelledOut() {
    host.create("a").list();
    host.advance(ms(100)).create("b").list();
    host.advance(ms(100)).remove("b").list();
    host.advance(ms(20_000));
    assertThat(host.plans).hasSize(1);
  }

  @Test
  void moreCgroupsThanIdsEndTheScheduler() {
    TestHost big = TestHost.of(300, null);
    IntStream.range(0, 257).forEach(i -> big.create("c%03d".formatted(i)));
    big.list();
    big.list();
    assertThat(big.controller.cells()).hasSize(256);
    assertThat(big.controller.status().unplaced()).hasSize(2);
    assertThat(big.texts(Severity.WARNING))
        .containsExactly(
            "cgroup /cells/c255 stays in the root cell: all 256 cell ids are taken; it gets one"
                + " when there is room",
            "cgroup /cells/c256 stays in the root cell: all 256 cell ids are taken; it gets one"
                + " when there is room");
    big.advance(ms(10_000)).remove("c007").list();
    big.advance(ms(10_000));
    assertThat(big.idOf("c255")).isEqualTo(new CellId(8));
    assertThat(big.lastPlan()).anyMatch(line -> line.startsWith("c255: "));
    assertThat(big.texts(Severity.WARNING)).hasSize(2);
  }

  @Test
  void moreCellsThanCpusLeaveTheOthersUnplanned() {
    TestHost small = TestHost.of(3, null);
    small.create("a").create("b").list();
    small.advance(ms(10_000)).create("c").list();
    small.list();
    assertThat(small.lastPlan()).containsExactly("root: 0", "a: 1", "b: 2");
    assertThat(small.texts(Severity.WARNING)).hasSize(1);
    assertThat(small.texts(Severity.WARNING).getFirst())
        .startsWith("cgroup /cells/c: cell 3 stays in the root cell: ");
    assertThat(small.controller.status().demoted()).hasSize(1);
    small.advance(ms(10_000)).remove("a").list();
    assertThat(small.lastPlan()).containsExactly("root: 0", "b: 1", "c: 2");
    assertThat(small.texts(Severity.INFO)).containsExactly("cgroup /cells/c: cell 3 has CPUs now");
  }

  @Test
  void cellThatCannotBeSatisfiedMakesAPlanThatChangesNothing() {
    TestHost small = TestHost.of(2, null);
    small.create("a").list();
    small.advance(ms(10_000)).create("b").list();
    assertThat(small.plans).hasSize(1);
    assertThat(small.controller.status().plansComputed()).isEqualTo(2);
  }

  @Test
  void tasksOfACellThatWasDemotedAreLeftInItsQueues() {
    host.draining = false;
    host.create("web").create("db", "4-7").list();
    host.advance(ms(10_000));
    host.send(new ControllerInput.CpusOnline(TestHost.cpus("0-3")));
    assertThat(host.lastPlan()).extracting(line -> line.split(":", 2)[0]).doesNotContain("db");
    assertThat(host.plans.getLast().plan().retiring()).containsExactly(host.idOf("db"));
    host.send(new ControllerInput.CpusOnline(TestHost.cpus("0-7")));
    assertThat(host.plans.getLast().plan().retiring()).isEmpty();
    assertThat(host.plans.getLast().plan().plan().primaryOf(host.idOf("db")).isEmpty()).isFalse();
  }

  @Test
  void idOfADemotedCellIsGivenAwayWhileItLives() {
    host.create("db", "4-7").list();
    host.send(new ControllerInput.CpusOnline(TestHost.cpus("0-3")));
    host.advance(ms(10_000)).create("web").list();
    assertThat(host.idOf("db")).isEqualTo(new CellId(1));
    assertThat(host.idOf("web")).isEqualTo(new CellId(2));
  }

  @Test
  void reportsOfAGoneCellEndWhileItStillOwnsCpus() {
    host.create("web").list();
    host.advance(ms(10_000)).answering = false;
    host.remove("web").list();
    assertThat(host.hasCell("web")).isTrue();
    host.applyLast();
    assertThat(host.hasCell("web")).isFalse();
  }

  @Test
  void cgroupListedTwiceDependsOnTheOrder() {
    host.create("web", "0-3").list();
    CgroupState web = host.children().getFirst();
    CgroupState other = new CgroupState(web.identity(), new CpusetReading.Limited(CpuMask.of(7)));
    host.send(new ControllerInput.CgroupsListed(List.of(other, web)));
    host.send(new ControllerInput.CgroupsListed(List.of(web, other)));
    host.send(new ControllerInput.CgroupsListed(List.of(web, web)));
    assertThat(host.plans).hasSize(1);
    assertThat(host.texts(Severity.ERROR)).hasSize(1);
  }
}
