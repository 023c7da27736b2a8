package org.cellsched.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.kernel.TestKernel.MS;
import static org.cellsched.sim.kernel.TestKernel.US;
import static org.cellsched.sim.kernel.TestKernel.run;
import static org.cellsched.sim.kernel.TestKernel.sleep;
import static org.cellsched.sim.kernel.TestKernel.spin;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long a slice lasts: until the tick that finds it used up. */
class SliceTest {

  @Test
  void switchCostDoesNotPushA20MsSliceToTheNextTick() {
    TestKernel machine = new TestKernel(1, US, 0, new TestScheduler());
    machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(80 * MS);
    assertThat(machine.timesUs("+a@0")).containsExactly(0L, 48_000L);
    assertThat(machine.timesUs("+b@0")).containsExactly(24_000L, 72_000L);
    assertThat(machine.timeIsConserved()).isTrue();
    assertThat(machine.kernel.cpu(0).switchingNs(80 * MS)).isEqualTo(4 * US);
  }

  @Test
  void alignedSliceWithoutCostsIsLongerThanAsked() {
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(65 * MS);
    assertThat(machine.timesUs("+a@0")).containsExactly(0L, 40_000L);
    assertThat(machine.timesUs("+b@0")).containsExactly(20_000L, 60_000L);
  }

  @Test
  void sliceEndsBetweenTicks() {
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    machine.start("a", run(1 * MS), sleep(MS), spin());
    machine.start("b", spin());
    machine.runUntil(50 * MS);
    // b began at 1 ms: its 20 ms are used up at 21 ms, which the tick at 24 ms notices.
    assertThat(machine.timesUs("+b@0")).startsWith(1_000L);
    assertThat(machine.timesUs("-b@0")).startsWith(24_000L);
  }

  @Test
  void sliceIsChargedForTheSwitch() {
    TestKernel machine = new TestKernel(1, 3 * US, 0, new TestScheduler());
    Task task = machine.start("a", spin());
    machine.runUntil(10 * MS);
    machine.kernel.tickAll();
    assertThat(task.ranNs()).isEqualTo(10 * MS - 3 * US);
    assertThat(task.sliceNs()).isEqualTo(20 * MS - task.ranNs());
    assertThat(machine.kernel.cpu(0).ranNs()).isEqualTo(task.ranNs());
  }

  @Test
  void taskThatFinishesWithItsSliceIsPreemptedInstead() {
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    machine.start("a", run(20 * MS), sleep(MS), spin());
    machine.start("b", spin());
    machine.runUntil(20 * MS);
    assertThat(machine.happenings()).contains("stopping a").doesNotContain("stopping a runnable");
  }

  @Test
  void shortenedSliceEndsAtTheOldTime() {
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(1, 0, 0, scheduler);
    Task a = machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(5 * MS);
    scheduler.kernel.setSlice(a, 2 * MS);
    machine.runUntil(30 * MS);
    // 2 ms from the tick at 4 ms on, noticed by that at 8 ms.
    assertThat(machine.timesUs("+b@0")).startsWith(8_000L);
  }

  @Test
  void sliceThatIsCutBetweenTicksBeginsAnew() {
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(1, 0, 0, scheduler);
    Task a = machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(7_500 * US);
    assertThat(scheduler.kernel.cutSlice(a, 16 * MS)).isFalse();
    assertThat(scheduler.kernel.cutSlice(a, MS)).isTrue();
    assertThat(scheduler.kernel.cutSlice(a, MS)).isFalse();
    machine.runUntil(30 * MS);
    // The tick at 8 ms takes off what ran since that at 4 ms, though the slice was set in between.
    assertThat(machine.timesUs("+b@0")).startsWith(8_000L);
  }

  @Test
  void sliceEndOfAPreemptedTaskFiresLater() {
    // 4.32: every 20 ms a higher class takes the CPU for 5.5 ms; two equal spinners share the rest.
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(1, US, US, scheduler);
    Task a = machine.start("a", spin());
    Task b = machine.start("b", spin());
    for (long atNs = 7 * MS; atNs < 2_000 * MS; atNs += 20 * MS) {
      machine.runUntil(atNs);
      machine.kernel.take(0, atNs + 5_500 * US);
    }
    machine.runUntil(2_000 * MS);
    assertThat(machine.timeIsConserved()).isTrue();
    assertThat(Math.abs(a.ranNs() - b.ranNs())).isLessThanOrEqualTo(24 * MS);
    assertThat(machine.kernel.cpu(0).timeInNs(Cpu.State.TAKEN, 2_000 * MS))
        .isEqualTo(100 * 5_500 * US);
    for (int i = 1; i < machine.log.size(); i++) {
      assertThat(machine.log.get(i)).isNotEqualTo(machine.log.get(i - 1));
    }
  }

  @Test
  void keptTaskGetsNoNewSliceOrIsStopped() {
    // Without ENQ_LAST a task with nobody behind it goes on, and no callback but dispatch tells.
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    Task task = machine.start("a", spin());
    machine.runUntil(10 * MS);
    machine.forget();
    machine.runUntil(50 * MS);
    assertThat(machine.log).containsExactly("20000 dispatch 0 a", "40000 dispatch 0 a");
    machine.kernel.tickAll();
    assertThat(task.sliceNs()).isEqualTo(10 * MS);
  }

  @Test
  void lastTaskSkipsEnqueueUnderEnqLast() {
    TestScheduler scheduler = new TestScheduler();
    scheduler.enqueuesLast = true;
    TestKernel machine = new TestKernel(1, 0, 0, scheduler);
    machine.start("a", spin());
    machine.runUntil(10 * MS);
    machine.forget();
    machine.runUntil(30 * MS);
    assertThat(machine.happenings())
        .containsSubsequence("dispatch 0 a", "stopping a runnable", "enqueue a");
  }

  @Test
  void taskWithSliceLeftIsSwitchedOutByAKick() {
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(1, 0, 0, scheduler);
    machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(5 * MS);
    machine.forget();
    scheduler.kernel.kickIdle(0);
    machine.runUntil(10 * MS);
    assertThat(machine.log).isEmpty();
    scheduler.kernel.kickPreempt(0);
    machine.runUntil(10 * MS);
    assertThat(machine.happenings()).containsSubsequence("-a@0", "+b@0");
  }

  @Test
  void sliceThatDispatchRefillsIsIgnored() {
    TestScheduler scheduler =
        new TestScheduler() {
          @Override
          public void dispatch(int cpu, @Nullable Task previous) {
            if (previous == null) {
              super.dispatch(cpu, previous);
            } else {
              kernel.setSlice(previous, 8 * MS);
            }
          }
        };
    TestKernel machine = new TestKernel(1, 0, 0, scheduler);
    machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(100 * MS);
    assertThat(machine.timesUs("+b@0")).isEmpty();
    assertThat(machine.timesUs("stopping a runnable")).isEmpty();
  }
}
