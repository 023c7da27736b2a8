package org.cellsched.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.check.WatchedMachine.MS;

import java.util.List;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.core.dispatch.IdleSearch;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A checker that cannot fail checks nothing: here each rule is broken, and noticed. */
class CheckersTest {

  private static final long SECOND = 1_000 * MS;

  private static WatchedMachine machine() {
    return new WatchedMachine(WatchedMachine.bounds());
  }

  private static void start(WatchedMachine machine, long nowNs, int cpu, Task task) {
    machine.safety.started(nowNs, nowNs, machine.kernel.cpu(cpu), task, CpuDistance.SAME_CPU);
  }

  @Test
  void soundScheduleIsCalledBroken() {
    WatchedMachine machine = machine();
    for (int i = 0; i < 6; i++) {
      machine.start("t" + i, machine.system, null);
    }
    machine.start("pinned", machine.system, CpuMask.of(3));
    machine.runUntil(500 * MS);
    machine.sweep(500 * MS);
    machine.finish();
    assertThat(machine.violations.kept()).isEmpty();
    assertThat(machine.waiting.idleWhileWaitingNs(0, 500 * MS)).isLessThan(10_000);
  }

  @Test
  void taskOffItsAffinityPasses() {
    WatchedMachine machine = machine();
    Task task = machine.start("a", machine.system, CpuMask.of(1, 2));
    start(machine, 5, 3, task);
    assertThat(machine.broken()).containsExactly(Rule.AFFINITY);
    assertThat(machine.violations.kept().getFirst().detail())
        .isEqualTo("a started on CPU 3, outside 1-2");
  }

  @Test
  void twoTasksOnOneCpuPass() {
    WatchedMachine machine = machine();
    start(machine, 5, 3, machine.start("a", machine.system, null));
    start(machine, 6, 3, machine.start("b", machine.system, null));
    assertThat(machine.broken()).containsExactly(Rule.ONE_TASK_PER_CPU);
  }

  @Test
  void oneTaskOnTwoCpusPasses() {
    WatchedMachine machine = machine();
    Task task = machine.start("a", machine.system, null);
    start(machine, 5, 2, task);
    start(machine, 6, 3, task);
    assertThat(machine.broken()).containsExactly(Rule.ONE_TASK_PER_CPU);
  }

  @Test
  void taskThatLeavesACpuItNeverHadPasses() {
    WatchedMachine machine = machine();
    Task task = machine.start("a", machine.system, null);
    start(machine, 5, 2, task);
    machine.safety.stopped(6, machine.kernel.cpu(3), task, true);
    assertThat(machine.broken()).containsExactly(Rule.ONE_TASK_PER_CPU);
  }

  @Test
  void timeThatRunsBackPasses() {
    WatchedMachine machine = machine();
    Task task = machine.start("a", machine.system, null);
    start(machine, 10, 2, task);
    machine.safety.stopped(9, machine.kernel.cpu(2), task, true);
    assertThat(machine.broken()).containsExactly(Rule.TIME_ORDER);
  }

  @Test
  void schedulerWithoutCellsPasses() {
    WatchedMachine machine = machine();
    machine.applyPlan(CpuMask.none());
    for (int i = 0; i < 4; i++) {
      machine.start("web" + i, machine.web, null);
    }
    machine.runUntil(4 * MS);
    machine.sweep(4 * MS);
    assertThat(machine.broken()).as("within the hand-over bound").isEmpty();
    // They started as the plan came: a hand-over, a slice and a tick.
    machine.sweep(29 * MS);
    assertThat(machine.broken()).isEmpty();
    machine.sweep(29 * MS + 1);
    assertThat(machine.broken()).containsExactly(Rule.CELL);
    assertThat(machine.count(Violations::count)).isEqualTo(2);
    assertThat(machine.violations.kept().getFirst().detail())
        .isEqualTo("web2 stays on CPU 2, cell 1 of web owns 0-1, may borrow none");
  }

  @Test
  void startOutsideTheCellPasses() {
    WatchedMachine machine = machine();
    machine.applyPlan(CpuMask.none());
    for (int i = 0; i < 6; i++) {
      machine.start("web" + i, machine.web, null);
    }
    machine.runUntil(30 * MS);
    assertThat(machine.broken()).containsExactly(Rule.CELL);
  }

  @Test
  void borrowerOrStrangerIsCalledAnIntruder() {
    WatchedMachine machine = machine();
    machine.applyPlan(CpuMask.of(2, 3));
    for (int i = 0; i < 4; i++) {
      machine.start("web" + i, machine.web, null);
    }
    // Its affinity excludes its whole cell: it must run somewhere.
    machine.start("stranger", machine.system, CpuMask.of(0));
    machine.runUntil(100 * MS);
    machine.safety.sweep(100 * MS);
    assertThat(machine.broken()).isEmpty();
  }

  @Test
  void borrowerThatKeepsItsCpuPasses() {
    WatchedMachine machine = machine();
    machine.applyPlan(CpuMask.of(2, 3));
    for (int i = 0; i < 4; i++) {
      machine.start("web" + i, machine.web, null);
    }
    machine.runUntil(10 * MS);
    machine.start("owner", machine.system, CpuMask.of(2, 3));
    machine.runUntil(12 * MS);
    machine.waiting.sweep(10 * MS + MS / 2, machine.kernel.cpus());
    assertThat(machine.broken()).as("within the bound").isEmpty();
    machine.waiting.sweep(12 * MS, machine.kernel.cpus());
    assertThat(machine.broken()).containsExactly(Rule.RECLAIM);
    // It is noticed, too, when the borrower leaves at last, without a sweep.
    WatchedMachine unswept = machine();
    unswept.applyPlan(CpuMask.of(2, 3));
    for (int i = 0; i < 4; i++) {
      unswept.start("web" + i, unswept.web, null);
    }
    unswept.runUntil(10 * MS);
    unswept.start("owner", unswept.system, CpuMask.of(2, 3));
    unswept.runUntil(30 * MS);
    assertThat(unswept.broken()).contains(Rule.RECLAIM);
  }

  /** Two claimed the CPU, as they may where callbacks overlap: no scheduler can move the second. */
  @Test
  void borrowerIsBlamedForOneThatWaitsOnACpuClaimedForIt() {
    Bounds usual = WatchedMachine.bounds();
    WatchedMachine machine =
        new WatchedMachine(
            new Bounds(
                usual.maxWaitNs(),
                usual.handOverNs(),
                usual.reclaimNs(),
                usual.idleStretchNs(),
                usual.sliceNs(),
                usual.tickNs(),
                usual.llcsWithOwnQueues(),
                usual.sharesByCgroup(),
                true));
    machine.applyPlan(CpuMask.of(2, 3));
    for (int i = 0; i < 4; i++) {
      machine.start("web" + i, machine.web, null);
    }
    machine.runUntil(10 * MS);
    Task owner = machine.start("owner", machine.system, CpuMask.of(2, 3));
    machine.kfuncs.decided(Decision.IDLE_OWN, 2, owner);
    machine.waiting.sweep(12 * MS, machine.kernel.cpus());
    assertThat(machine.broken()).as("placed on CPU 2").isEmpty();
    machine.kfuncs.decided(Decision.QUEUED_WITH_CELL, IdleSearch.NONE, owner);
    machine.waiting.sweep(12 * MS, machine.kernel.cpus());
    assertThat(machine.broken()).as("in line").containsExactly(Rule.RECLAIM);
  }

  @Test
  void borrowerSinceAPlanChangePasses() {
    // It did not start as a borrower: the CPU changed hands while it ran.
    WatchedMachine machine = machine();
    for (int i = 0; i < 4; i++) {
      machine.start("web" + i, machine.web, null);
    }
    machine.runUntil(2 * MS);
    machine.applyPlan(CpuMask.of(2, 3));
    machine.start("owner", machine.system, CpuMask.of(2, 3));
    machine.waiting.sweep(19 * MS, machine.kernel.cpus());
    assertThat(machine.broken()).containsExactly(Rule.RECLAIM);
  }

  @Test
  void cpuThatIsTakenBackFromNobodyPasses() {
    WatchedMachine machine = machine();
    machine.applyPlan(CpuMask.of(2, 3));
    machine.start("web", machine.web, CpuMask.of(0));
    Task borrower = machine.start("borrower", machine.web, CpuMask.of(0, 2));
    machine.start("owner", machine.system, CpuMask.of(3));
    machine.runUntil(10 * MS);
    machine.kfuncs.decided(Decision.RECLAIMED, borrower.cpu(), borrower);
    assertThat(machine.broken()).as("a borrower is there").isEmpty();
    machine.kfuncs.decided(Decision.RECLAIMED, 3, null);
    assertThat(machine.broken()).as("the owner is there").containsExactly(Rule.RECLAIMED_IN_VAIN);

    WatchedMachine idle = machine();
    idle.applyPlan(CpuMask.of(2, 3));
    idle.runUntil(10 * MS);
    idle.kfuncs.decided(Decision.RECLAIMED, 2, null);
    assertThat(idle.broken()).as("nobody is there").containsExactly(Rule.RECLAIMED_IN_VAIN);
  }

  @Test
  void waiterThatNeverStartsPasses() {
    WatchedMachine machine =
        new WatchedMachine(WatchedMachine.bounds()) {
          @Override
          public void dispatch(int cpu, @Nullable Task previous) {}
        };
    machine.start("a", machine.system, null);
    // Alone: twice two turns of a slice and a tick, and 30 ms for a hand-over.
    machine.sweep(126 * MS);
    assertThat(machine.broken()).isEmpty();
    machine.sweep(126 * MS + 1);
    assertThat(machine.broken()).containsExactly(Rule.MAX_WAIT);
    machine.sweep(203 * MS);
    assertThat(machine.count(Violations::count)).as("each task once").isEqualTo(1);
  }

  @Test
  void waiterThatStartsTooLatePasses() {
    WatchedMachine machine =
        new WatchedMachine(
            new Bounds(30 * MS, 5 * MS, MS, null, 20 * MS, 4 * MS, null, false, false));
    for (int i = 0; i < 4; i++) {
      machine.start("t" + i, machine.system, CpuMask.of(0));
    }
    machine.runUntil(200 * MS);
    assertThat(machine.broken()).containsExactly(Rule.MAX_WAIT);
  }

  /** What it ran in that turn may count twice in the line that it joins. */
  @Test
  void thirdTurnOfTheOthersExcusesWhoDidNotChangeInItsLastTurn() {
    WatchedMachine machine = new WatchedMachine(WatchedMachine.bounds());
    machine.applyPlan(CpuMask.none());
    Task changed = machine.start("changed", machine.web, CpuMask.of(0));
    Task other = machine.start("other", machine.web, CpuMask.of(0));
    long twoTurnsNs = machine.liveness.boundNs(other) - 30 * MS;
    machine.runUntil(10 * MS);
    machine.applyPlan(CpuMask.none());
    machine.runUntil(50 * MS);
    assertThat(machine.liveness.boundNs(other)).isEqualTo(twoTurnsNs + 30 * MS);
    assertThat(machine.liveness.boundNs(changed)).isEqualTo(twoTurnsNs / 2 * 3 + 30 * MS);
    machine.runUntil(100 * MS);
    assertThat(machine.liveness.boundNs(changed)).isEqualTo(twoTurnsNs + 30 * MS);
  }

  @Test
  void timeOfAHigherClassCountsAgainstTheScheduler() {
    WatchedMachine machine =
        new WatchedMachine(WatchedMachine.bounds()) {
          @Override
          public void dispatch(int cpu, @Nullable Task previous) {}
        };
    machine.start("a", machine.system, null);
    machine.liveness.taken(MS * 1_000);
    machine.sweep(900 * MS);
    assertThat(machine.broken()).isEmpty();
  }

  @Test
  void starvedTaskIsExcusedByItsCgroupsWeight() {
    WatchedMachine machine =
        new WatchedMachine(new Bounds(null, 5 * MS, MS, null, 20 * MS, 4 * MS, null, true, false)) {
          @Override
          public void dispatch(int cpu, @Nullable Task previous) {}
        };
    machine.start("a", machine.system, null);
    machine.start("b", machine.system, null);
    // Two tasks in one of two cgroups of one weight: a part in four, behind all others, twice.
    machine.sweep((2 * 5 * 24 + 30L) * MS);
    assertThat(machine.broken()).isEmpty();
    machine.sweep((2 * 5 * 24 + 30L) * MS + 1);
    assertThat(machine.broken()).containsExactly(Rule.MAX_WAIT);
  }

  @Test
  void throttledTaskIsTakenForStarvedOrForOneBesideIdleCpus() {
    WatchedMachine machine =
        new WatchedMachine(WatchedMachine.bounds()) {
          @Override
          public void dispatch(int cpu, @Nullable Task previous) {}
        };
    Task task = machine.start("a", machine.system, null);
    machine.runUntil(10 * MS);
    machine.kfuncs.setThrottled(task, true);
    machine.runUntil(SECOND);
    machine.sweep(SECOND);
    assertThat(machine.broken()).isEmpty();
    assertThat(machine.waiting.idleWhileWaitingNs(0, SECOND)).isEqualTo(10 * MS);
    machine.kfuncs.setThrottled(task, false);
    machine.runUntil(2 * SECOND);
    machine.sweep(2 * SECOND);
    assertThat(machine.broken()).containsExactly(Rule.MAX_WAIT);
    assertThat(machine.waiting.idleWhileWaitingNs(0, 2 * SECOND)).isEqualTo(SECOND + 10 * MS);
  }

  @Test
  void lowWeightIsTakenForStarvation() {
    WatchedMachine machine =
        new WatchedMachine(WatchedMachine.bounds()) {
          @Override
          public void dispatch(int cpu, @Nullable Task previous) {}
        };
    Task light = machine.start("light", machine.system, CpuMask.of(0));
    machine.kernel.setNice(light, 19);
    machine.start("even", machine.system, null);
    assertThat(machine.liveness.boundNs(light)).isGreaterThan(100 * 24 * MS);
  }

  /** With cells it is put back in line by its new weight; without, it may keep its place. */
  @Test
  void waiterIsExcusedByAWeightThatItNoLongerHas() {
    for (boolean cells : List.of(true, false)) {
      WatchedMachine machine =
          new WatchedMachine(WatchedMachine.bounds()) {
            @Override
            public void dispatch(int cpu, @Nullable Task previous) {}
          };
      if (cells) {
        machine.applyPlan(CpuMask.none());
      }
      Task waiter = machine.start("waiter", machine.web, null);
      long boundNs = machine.liveness.boundNs(waiter);
      machine.kernel.setNice(waiter, 19);
      assertThat(machine.liveness.boundNs(waiter)).isGreaterThan(10 * boundNs);
      machine.kernel.setNice(waiter, 0);
      assertThat(machine.liveness.boundNs(waiter) == boundNs)
          .as("cells %s", cells)
          .isEqualTo(cells);
    }
  }

  @Test
  void idleCpuBesideAWaiterIsNotCounted() {
    WatchedMachine machine =
        new WatchedMachine(WatchedMachine.bounds()) {
          @Override
          public void dispatch(int cpu, @Nullable Task previous) {}
        };
    machine.start("a", machine.system, null);
    machine.start("b", machine.system, CpuMask.of(1));
    // Two waiting, four CPUs idle: two CPUs are wasted.
    assertThat(machine.waiting.idleWhileWaitingNs(0, 10 * MS)).isEqualTo(20 * MS);
    machine.start("c", machine.system, CpuMask.of(1));
    // b and c compete for one CPU.
    assertThat(machine.waiting.idleWhileWaitingNs(0, 20 * MS)).isEqualTo(40 * MS);
  }

  @Test
  void crowdThatWaitsForABusyCpuCountsForIdleOnes() {
    WatchedMachine machine =
        new WatchedMachine(WatchedMachine.bounds()) {
          @Override
          public void dispatch(int cpu, @Nullable Task previous) {}
        };
    machine.kernel.take(1, SECOND);
    for (int i = 0; i < 5; i++) {
      machine.start("crowd" + i, machine.system, CpuMask.of(1));
    }
    machine.runUntil(10 * MS);
    assertThat(machine.waiting.idleWhileWaitingNs(10 * MS)).isZero();
    Task anywhere = machine.start("anywhere", machine.system, null);
    machine.start("pinned", machine.system, CpuMask.of(0));
    machine.runUntil(20 * MS);
    // Seven wait and three CPUs are idle: two of the seven may use them.
    assertThat(machine.waiting.idleWhileWaitingNs(20 * MS)).isEqualTo(20 * MS);
    machine.start("second", machine.system, null);
    machine.start("third", machine.system, null);
    machine.runUntil(30 * MS);
    // Four may, and there are three.
    assertThat(machine.waiting.idleWhileWaitingNs(30 * MS)).isEqualTo(50 * MS);
    machine.kernel.kill(anywhere);
    machine.kernel.take(3, SECOND);
    machine.runUntil(40 * MS);
    assertThat(machine.waiting.idleWhileWaitingNs(40 * MS)).isEqualTo(70 * MS);
  }

  @Test
  void idleCpuOfAnotherCellCountsAsWaste() {
    WatchedMachine machine =
        new WatchedMachine(WatchedMachine.bounds()) {
          @Override
          public void dispatch(int cpu, @Nullable Task previous) {}
        };
    machine.applyPlan(CpuMask.none());
    for (int i = 0; i < 3; i++) {
      machine.start("web" + i, machine.web, null);
    }
    assertThat(machine.waiting.idleWhileWaitingNs(1, 10 * MS)).isEqualTo(20 * MS);
    assertThat(machine.waiting.idleWhileWaitingNs(0, 10 * MS)).isZero();
  }

  @Test
  void lostTaskPasses() {
    WatchedMachine machine =
        new WatchedMachine(WatchedMachine.bounds()) {
          @Override
          public void enqueue(Task task, boolean cpuSelected) {
            // In the middle of the callback the task waits and is in no queue.
            liveness.sweep(events.nowNs(), kernel.tasks());
            super.enqueue(task, cpuSelected);
          }
        };
    machine.start("a", machine.system, null);
    assertThat(machine.broken()).containsExactly(Rule.LOST_TASK);
  }

  @Test
  void sliceThatEndsBeforeItsTimePasses() {
    WatchedMachine machine = machine();
    Task task = machine.start("a", machine.system, null);
    machine.runUntil(5 * MS);
    Cpu cpu = machine.kernel.cpu(task.cpu());
    machine.kernel.tickAll();
    // The task has 15 ms left; a checker that saw 3 ms less run must object.
    machine.safety.charged(5 * MS, cpu, task, -3 * MS);
    machine.safety.stopped(5 * MS, cpu, task, true);
    assertThat(machine.broken()).containsExactly(Rule.SLICE);
  }

  @Test
  void inventedOrLostCpuTimePasses() {
    for (long ranNs : new long[] {1, -1}) {
      WatchedMachine machine = machine();
      Task task = machine.start("a", machine.system, null);
      machine.runUntil(30 * MS);
      Cpu cpu = machine.kernel.cpu(task.cpu());
      machine.safety.charged(machine.events.nowNs(), cpu, task, ranNs);
      machine.finish();
      assertThat(machine.broken()).containsExactly(Rule.CPU_TIME);
    }
  }

  @Test
  void timeMissingFromACpuPasses() {
    WatchedMachine machine = machine();
    machine.start("a", machine.system, null);
    machine.runUntil(30 * MS);
    machine.kernel.tickAll();
    long nowNs = machine.events.nowNs();
    machine.safety.finish(nowNs + 1, machine.kernel.tasks(), machine.kernel.cpus());
    // The running task was not charged for the last nanosecond.
    assertThat(machine.broken()).containsExactly(Rule.CPU_TIME);
  }

  @Test
  void floodOfViolationsFillsTheMemory() {
    Violations violations = new Violations();
    for (int i = 0; i < 1_000; i++) {
      violations.add(Rule.CELL, i, "x");
    }
    assertThat(violations.count()).isEqualTo(1_000);
    assertThat(violations.kept()).hasSize(Violations.KEPT);
    assertThat(violations.kept().getLast().timeNs()).isEqualTo(Violations.KEPT - 1);
  }
}
