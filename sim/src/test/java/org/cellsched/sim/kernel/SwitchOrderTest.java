package org.cellsched.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.kernel.TestKernel.MS;
import static org.cellsched.sim.kernel.TestKernel.US;
import static org.cellsched.sim.kernel.TestKernel.run;
import static org.cellsched.sim.kernel.TestKernel.sleep;
import static org.cellsched.sim.kernel.TestKernel.spin;
import static org.cellsched.sim.kernel.TestKernel.waitForWakeup;

import java.util.EnumMap;
import java.util.Map;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.junit.jupiter.api.Test;

/** The order of callbacks when a CPU goes from one task to the next, and what it costs. */
class SwitchOrderTest {

  @Test
  void previousTaskIsEnqueuedBeforeDispatch() {
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(10 * MS);
    machine.forget();
    machine.runUntil(20 * MS);
    assertThat(machine.happenings())
        .containsExactly(
            "dispatch 0 a", "stopping a runnable", "-a@0", "enqueue a", "running b", "+b@0");
  }

  @Test
  void sleepingTaskIsStoppedAfterDispatch() {
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    machine.start("a", run(5 * MS), sleep(100 * MS), spin());
    machine.start("b", spin());
    machine.runUntil(MS);
    machine.forget();
    machine.runUntil(5 * MS);
    assertThat(machine.happenings())
        .containsExactly("stopping a", "-a@0", "dispatch 0 null", "running b", "+b@0");
  }

  @Test
  void exitingTaskIsEnqueued() {
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    Task task = machine.start("a", run(5 * MS));
    machine.runUntil(MS);
    machine.forget();
    machine.runUntil(5 * MS);
    assertThat(machine.happenings())
        .containsExactly("stopping a", "-a@0", "exit a", "ended a", "dispatch 0 null", "idle 0");
    assertThat(task.state()).isEqualTo(TaskState.EXITED);
  }

  @Test
  void dispatchIsAskedThoughTheLocalQueueHasWork() {
    TestScheduler scheduler =
        new TestScheduler() {
          @Override
          public void enqueue(Task task, boolean cpuSelected) {
            note("enqueue " + task);
            kernel.insertOn(task, 0, SLICE_NS);
          }
        };
    TestKernel machine = new TestKernel(1, 0, 0, scheduler);
    machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(70 * MS);
    assertThat(machine.happenings()).doesNotContain("dispatch 0 a", "dispatch 0 b");
    assertThat(machine.timesUs("+a@0")).containsExactly(0L, 40_000L);
  }

  @Test
  void wakeupDuringASliceTakesTheCpu() {
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    Task sleeper = machine.start("a", waitForWakeup(), run(MS), sleep(MS));
    machine.start("b", spin());
    machine.runUntil(10 * MS);
    machine.kernel.wake(sleeper);
    machine.runUntil(30 * MS);
    assertThat(machine.timesUs("+a@0")).containsExactly(0L, 20_000L);
  }

  @Test
  void runTimeBeginsBeforeTheSwitchIsPaid() {
    TestKernel machine = new TestKernel(1, 10 * US, 0, new TestScheduler());
    Task task = machine.start("a", run(100 * US));
    machine.runUntil(MS);
    // One switch to learn that it has work, and its 100 us.
    assertThat(machine.timesUs("-a@0")).containsExactly(110L);
    assertThat(task.ranNs()).isEqualTo(100 * US);
    assertThat(machine.kernel.cpu(0).timeInNs(Cpu.State.IDLE, MS)).isEqualTo(MS - 110 * US);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void migrationCostsTheSameOverEveryDistance() {
    Map<CpuDistance, Long> costs = new EnumMap<>(CpuDistance.class);
    costs.put(CpuDistance.SAME_CORE, 1 * US);
    costs.put(CpuDistance.SAME_LLC, 2 * US);
    costs.put(CpuDistance.SAME_NODE, 3 * US);
    costs.put(CpuDistance.SAME_SOCKET, 4 * US);
    costs.put(CpuDistance.OTHER_SOCKET, 5 * US);
    // CPUs 0-31: two sockets of two nodes of two LLCs of two cores of two siblings.
    Topology topology = Topology.regular(2, 2, 2, 2, 2, SiblingNumbering.ADJACENT);
    int[] targets = {0, 1, 2, 4, 8, 16};
    for (int hop = 0; hop < targets.length; hop++) {
      TestKernel machine =
          new TestKernel(topology, TestKernel.costs(0, 0, costs), new TestScheduler());
      Task task =
          machine.start("a", CpuMask.of(0), run(MS), waitForWakeup(), run(MS), waitForWakeup());
      machine.runUntil(2 * MS);
      machine.kernel.setAffinity(task, CpuMask.of(targets[hop]));
      machine.kernel.wake(task);
      machine.runUntil(10 * MS);
      assertThat(machine.timesUs("-a@" + targets[hop]).getLast()).isEqualTo(3_000L + hop);
    }
  }

  @Test
  void callbacksAreFreeThoughTheyCost() {
    Topology one = Topology.regular(1, 1, 1, 1, 1, SiblingNumbering.ADJACENT);
    KernelCosts costs = new KernelCosts(0, 0, US, new EnumMap<>(CpuDistance.class));
    TestKernel machine = new TestKernel(one, costs, new TestScheduler());
    machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(30 * MS);
    // From idle: dispatch, running. From a to b: dispatch, stopping, enqueue, running.
    assertThat(machine.kernel.cpu(0).switchingNs(30 * MS)).isEqualTo((2 + 4) * US);
  }

  @Test
  void idleCpuBesideWorkNobodyKickedIt() {
    // 4.34: an idle CPU looks for work when woken, kicked or going idle, and at no other time.
    TestScheduler forgetful =
        new TestScheduler() {
          @Override
          public int selectCpu(Task task, int previousCpu) {
            return 0;
          }
        };
    TestKernel machine = new TestKernel(2, 0, 0, forgetful);
    machine.start("a", spin());
    machine.start("b", spin());
    machine.start("c", spin());
    machine.runUntil(500 * MS);
    assertThat(machine.timesUs("dispatch 1 null")).isEmpty();
    assertThat(machine.kernel.cpu(1).state()).isEqualTo(Cpu.State.IDLE);
    forgetful.kernel.kickIdle(1);
    machine.runUntil(501 * MS);
    assertThat(machine.timesUs("dispatch 1 null")).containsExactly(500_000L);
    assertThat(machine.kernel.cpu(1).state()).isEqualTo(Cpu.State.BUSY);
  }

  @Test
  void kickArrivesAtOnce() {
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(1, 0, 7 * US, scheduler);
    machine.start("a", spin());
    machine.start("b", spin());
    assertThat(machine.runUntil(5 * MS).timesUs("+a@0")).containsExactly(7L);
    scheduler.kernel.kickPreempt(0);
    scheduler.kernel.kickPreempt(0);
    machine.runUntil(10 * MS);
    assertThat(machine.timesUs("+b@0")).containsExactly(5_007L);
    assertThat(machine.timesUs("-b@0")).isEmpty();
  }

  @Test
  void kickInterruptsASwitch() {
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(1, 100 * US, 0, scheduler);
    machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(50 * US);
    scheduler.kernel.kickPreempt(0);
    machine.runUntil(99 * US);
    assertThat(machine.timesUs("-a@0")).isEmpty();
    machine.runUntil(MS);
    assertThat(machine.timesUs("-a@0")).containsExactly(100L);
    assertThat(machine.timesUs("+b@0")).containsExactly(100L);
  }

  @Test
  void lateKickForAnIdleCpuAsksForWorkInTheMiddleOfASlice() {
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(1, 0, 50 * US, scheduler);
    scheduler.kernel.kickIdle(0);
    machine.kernel.take(0, 10 * US);
    machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(MS);
    // Given back at 10 us, the CPU found a; the kick comes at 50 us.
    assertThat(machine.timesUs("+a@0")).containsExactly(10L);
    assertThat(machine.happenings()).doesNotContain("dispatch 0 a");
  }

  @Test
  void kickWhileAnotherIsOnItsWayIsLost() {
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(2, 0, 10 * US, scheduler);
    Task a = machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(MS);
    int cpu = a.cpu();
    // The first kick, for an idle CPU, does nothing here; the second asks for more.
    scheduler.kernel.kickIdle(cpu);
    scheduler.kernel.kickPreempt(cpu);
    machine.runUntil(2 * MS);
    assertThat(machine.timesUs("dispatch " + cpu + " a")).containsExactly(1_010L);
  }

  @Test
  void preemptingKickEndsTheSliceOfWhoeverCameInBetween() {
    // kick_one_cpu ends the slice of the task that runs when the kick is sent.
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(1, 0, 5 * US, scheduler);
    machine.start("a", run(2 * MS), sleep(100 * MS), spin());
    machine.start("b", spin());
    machine.start("c", spin());
    machine.runUntil(2 * MS + 2 * US);
    scheduler.kernel.kickPreempt(0);
    machine.runUntil(2 * MS + 8 * US);
    assertThat(machine.kernel.cpu(0).current()).hasToString("b");
    machine.runUntil(7 * MS);
    scheduler.kernel.kickPreempt(0);
    machine.runUntil(7 * MS + 5 * US);
    assertThat(machine.kernel.cpu(0).current()).hasToString("c");
  }
}
