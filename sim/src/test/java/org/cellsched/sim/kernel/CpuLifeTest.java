package org.cellsched.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.kernel.TestKernel.MS;
import static org.cellsched.sim.kernel.TestKernel.US;
import static org.cellsched.sim.kernel.TestKernel.run;
import static org.cellsched.sim.kernel.TestKernel.spin;

import org.cellsched.core.cpu.CpuMask;
import org.junit.jupiter.api.Test;

/** Higher scheduling classes, hotplug, and tasks that end by force. */
class CpuLifeTest {

  /** Puts everything in the local queue of the task's own CPU, and there again when released. */
  private static class Local extends TestScheduler {
    @Override
    public void enqueue(Task task, boolean cpuSelected) {
      note("enqueue " + task);
      int cpu = task.mayRunOn(task.cpu()) ? task.cpu() : task.affinity().first();
      kernel.insertOn(task, cpu, SLICE_NS);
    }
  }

  @Test
  void taskRunsOnACpuThatAHigherClassHas() {
    // 4.33
    TestKernel machine = new TestKernel(1, US, US, new Local());
    Task a = machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(5 * MS);
    machine.kernel.take(0, 30 * MS);
    machine.forget();
    machine.scheduler.kernel.kickPreempt(0);
    machine.start("c", spin());
    machine.runUntil(30 * MS - 1);
    assertThat(machine.happenings()).doesNotContain("+a@0", "+b@0", "+c@0", "dispatch 0 null");
    long ranBefore = a.ranNs();
    machine.runUntil(31 * MS);
    assertThat(ranBefore).isEqualTo(5 * MS - 2 * US);
    // The task that was preempted goes on first.
    assertThat(machine.timesUs("+a@0")).containsExactly(30_000L);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void preemptedTaskWithSliceLeftIsEnqueued() {
    TestKernel machine = new TestKernel(1, 0, 0, new Local());
    Task a = machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(5 * MS);
    machine.forget();
    machine.kernel.take(0, 10 * MS);
    assertThat(machine.happenings()).containsExactly("stopping a runnable", "-a@0", "released 0");
    assertThat(a.isQueued()).isTrue();
    assertThat(a.sliceNs()).isEqualTo(15 * MS);
    machine.runUntil(60 * MS);
    // a goes on at 10 ms with the 15 ms it had left, up to the tick at 28 ms.
    assertThat(machine.timesUs("+a@0")).startsWith(10_000L);
    assertThat(machine.timesUs("+b@0")).startsWith(28_000L);
  }

  @Test
  void higherClassTakesACpuDuringASwitch() {
    TestKernel machine = new TestKernel(1, 100 * US, 0, new Local());
    Task a = machine.start("a", spin());
    machine.runUntil(40 * US);
    machine.kernel.take(0, 5 * MS);
    assertThat(machine.kernel.cpu(0).switchingNs(40 * US)).isEqualTo(40 * US);
    machine.runUntil(10 * MS);
    machine.kernel.tickAll();
    assertThat(a.ranNs()).isEqualTo(5 * MS - 100 * US);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void secondTakingShortensTheFirst() {
    TestKernel machine = new TestKernel(1, 0, 0, new Local());
    machine.start("a", spin());
    machine.kernel.take(0, 10 * MS);
    machine.kernel.take(0, 4 * MS);
    machine.runUntil(5 * MS);
    assertThat(machine.kernel.cpu(0).state()).isEqualTo(Cpu.State.TAKEN);
    machine.kernel.take(0, 12 * MS);
    machine.runUntil(20 * MS);
    assertThat(machine.kernel.cpu(0).timeInNs(Cpu.State.TAKEN, 20 * MS)).isEqualTo(12 * MS);
    assertThat(machine.timesUs("+a@0")).containsExactly(12_000L);
  }

  @Test
  void reenqueueLosesOrRepeatsWaitingTasks() {
    TestScheduler scheduler =
        new Local() {
          @Override
          public void cpuReleased(int cpu) {
            super.cpuReleased(cpu);
            kernel.reenqueueLocal(cpu);
          }

          @Override
          public void enqueue(Task task, boolean cpuSelected) {
            note("enqueue " + task);
            kernel.insertOn(task, kernel.claimIdle(1) ? 1 : 0, SLICE_NS);
          }
        };
    TestKernel machine = new TestKernel(2, 0, 0, scheduler);
    machine.start("one", CpuMask.of(1), spin());
    machine.start("a", CpuMask.of(0, 1), spin());
    machine.start("b", CpuMask.of(0, 1), spin());
    machine.start("c", CpuMask.of(0, 1), spin());
    machine.runUntil(5 * MS);
    machine.forget();
    machine.kernel.take(0, 10 * MS);
    assertThat(machine.happenings())
        .containsSubsequence("released 0", "enqueue a", "enqueue b", "enqueue c");
    assertThat(machine.kernel.cpu(0).localQueued()).isEqualTo(3);
  }

  @Test
  void unpluggedCpuKeepsOrLosesItsTasks() {
    TestKernel machine = new TestKernel(3, US, US, new Local());
    Task running = machine.start("running", CpuMask.of(0, 1), spin());
    Task local = machine.start("local", CpuMask.of(0, 2), spin());
    Task pinned = machine.start("pinned", CpuMask.of(0), spin());
    machine.runUntil(5 * MS);
    assertThat(running.cpu()).isZero();
    machine.kernel.offline(0);
    assertThat(machine.kernel.online()).isEqualTo(CpuMask.of(1, 2));
    assertThat(running.affinity()).isEqualTo(CpuMask.of(1));
    assertThat(local.affinity()).isEqualTo(CpuMask.of(2));
    // Nothing is left of its wish: it may run anywhere.
    assertThat(pinned.affinity()).isEqualTo(CpuMask.of(1, 2));
    machine.forget();
    machine.runUntil(200 * MS);
    assertThat(machine.timesUs("dispatch 0 null")).isEmpty();
    machine.kernel.tickAll();
    assertThat(running.ranNs()).isGreaterThan(50 * MS);
    assertThat(local.ranNs()).isGreaterThan(50 * MS);
    assertThat(pinned.ranNs()).isGreaterThan(50 * MS);
    assertThat(machine.kernel.cpu(0).state()).isEqualTo(Cpu.State.OFFLINE);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void pinnedTaskStaysAwayAfterItsCpuCameBack() {
    TestKernel machine = new TestKernel(2, 0, 0, new Local());
    Task pinned = machine.start("pinned", CpuMask.of(0), spin());
    machine.runUntil(5 * MS);
    machine.kernel.offline(0);
    machine.runUntil(10 * MS);
    assertThat(pinned.cpu()).isEqualTo(1);
    machine.kernel.online(0);
    machine.runUntil(11 * MS);
    assertThat(pinned.affinity()).isEqualTo(CpuMask.of(0));
    assertThat(machine.timesUs("+pinned@0")).containsExactly(0L, 10_000L);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void unpluggedWhileTakenComesBackTwice() {
    TestKernel machine = new TestKernel(2, 0, 0, new Local());
    machine.start("a", spin());
    machine.kernel.take(0, 10 * MS);
    machine.kernel.offline(0);
    machine.runUntil(20 * MS);
    assertThat(machine.kernel.cpu(0).state()).isEqualTo(Cpu.State.OFFLINE);
    machine.kernel.take(0, 30 * MS);
    assertThat(machine.kernel.cpu(0).state()).isEqualTo(Cpu.State.OFFLINE);
    machine.kernel.online(0);
    machine.kernel.online(0);
    machine.runUntil(40 * MS);
    assertThat(machine.kernel.cpu(0).timeInNs(Cpu.State.OFFLINE, 40 * MS)).isEqualTo(20 * MS);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void lastCpuCanBeUnplugged() {
    TestKernel machine = new TestKernel(2, 0, 0, new Local());
    machine.kernel.offline(0);
    machine.kernel.offline(1);
    assertThat(machine.kernel.online()).isEqualTo(CpuMask.of(1));
    assertThat(machine.kernel.cpu(1).state()).isEqualTo(Cpu.State.IDLE);
  }

  @Test
  void kickFindsAnUnpluggedCpuAndWakesIt() {
    TestScheduler scheduler = new Local();
    TestKernel machine = new TestKernel(2, 0, 10 * US, scheduler);
    machine.start("a", spin());
    machine.kernel.offline(0);
    scheduler.kernel.kickPreempt(0);
    machine.runUntil(MS);
    assertThat(machine.kernel.cpu(0).state()).isEqualTo(Cpu.State.OFFLINE);
    assertThat(machine.happenings()).doesNotContain("dispatch 0 null");
    // The kick that was lost does not block later ones.
    machine.kernel.online(0);
    machine.forget();
    scheduler.kernel.kickIdle(0);
    machine.runUntil(2 * MS);
    assertThat(machine.timesUs("dispatch 0 null")).hasSize(1);
  }

  @Test
  void killedTaskLivesOn() {
    TestKernel machine = new TestKernel(1, US, US, new Local());
    final Task running = machine.start("running", spin());
    final Task queued = machine.start("queued", spin());
    final Task sleeping = machine.start("sleeping", run(US), TestKernel.sleep(50 * MS), spin());
    machine.runUntil(70 * MS);
    assertThat(sleeping.state()).isEqualTo(TaskState.SLEEPING);
    machine.forget();
    machine.kernel.kill(sleeping);
    machine.kernel.kill(running);
    machine.kernel.kill(queued);
    machine.kernel.kill(queued);
    assertThat(machine.happenings())
        .containsSubsequence("exit sleeping", "ended sleeping")
        .containsOnlyOnce("exit running")
        .containsOnlyOnce("exit queued");
    machine.forget();
    machine.runUntil(500 * MS);
    assertThat(machine.log).isEmpty();
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void taskKilledDuringItsSwitchIsCharged() {
    TestKernel machine = new TestKernel(1, 100 * US, 0, new Local());
    Task a = machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(30 * US);
    machine.kernel.kill(a);
    machine.runUntil(5 * MS);
    assertThat(a.ranNs()).isZero();
    assertThat(machine.timesUs("+b@0")).containsExactly(30L);
    assertThat(machine.kernel.cpu(0).switchingNs(5 * MS)).isEqualTo(130 * US);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void taskKilledOnItsWayToAnIdleCpuLeavesThatCpuClaimed() {
    TestScheduler scheduler =
        new Local() {
          @Override
          public int selectCpu(Task task, int previousCpu) {
            kernel.claimIdle(1);
            kernel.insertOn(task, 1, SLICE_NS);
            return 1;
          }
        };
    TestKernel machine = new TestKernel(2, 0, 10 * US, scheduler);
    Task a = machine.start("a", spin());
    machine.kernel.kill(a);
    machine.runUntil(MS);
    assertThat(machine.happenings()).doesNotContain("+a@1");
    assertThat(scheduler.kernel.idleCpus()[0]).isEqualTo(0b11);
  }

  @Test
  void killOfATaskThatNeverStartedTellsTheScheduler() {
    TestKernel machine = new TestKernel(1, 0, 0, new Local());
    Task task = machine.kernel.declare("a", machine.kernel.cgroups().root(), 0, null);
    machine.kernel.kill(task);
    assertThat(machine.log).isEmpty();
    assertThat(task.state()).isEqualTo(TaskState.EXITED);
  }

  @Test
  void schedulerIsToldOfAnIdleCpuThatAHigherClassTakes() {
    // switch_class is called by put_prev_task_scx alone: from idle to a higher class nobody tells.
    TestKernel machine = new TestKernel(2, 0, 0, new Local());
    machine.start("a", CpuMask.of(0), spin());
    machine.runUntil(MS);
    machine.kernel.take(1, 3 * MS);
    machine.kernel.take(0, 3 * MS);
    assertThat(machine.happenings()).contains("released 0").doesNotContain("released 1");
  }
}
