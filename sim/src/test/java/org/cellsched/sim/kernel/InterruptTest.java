package org.cellsched.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.kernel.TestKernel.MS;
import static org.cellsched.sim.kernel.TestKernel.US;
import static org.cellsched.sim.kernel.TestKernel.run;
import static org.cellsched.sim.kernel.TestKernel.sleep;
import static org.cellsched.sim.kernel.TestKernel.spin;

import java.util.Collections;
import java.util.Random;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.junit.jupiter.api.Test;

/** Interrupts take time from a CPU that is nobody's CPU time, and switch nothing. */
class InterruptTest {

  @Test
  void taskIsChargedForAnInterrupt() {
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    Task a = machine.start("a", run(10 * MS));
    machine.runUntil(3 * MS);
    machine.kernel.interrupt(0, 500 * US);
    machine.runUntil(20 * MS);
    assertThat(machine.timesUs("ended a")).containsExactly(10_500L);
    assertThat(a.ranNs()).isEqualTo(10 * MS);
    assertThat(machine.timesUs("-a@0")).hasSize(1);
    assertThat(machine.kernel.cpu(0).interruptedNs(20 * MS)).isEqualTo(500 * US);
    assertThat(machine.kernel.cpu(0).timeInNs(Cpu.State.IDLE, 20 * MS)).isEqualTo(9_500 * US);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void sliceIsUsedUpByInterrupts() {
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(MS);
    machine.kernel.interrupt(0, 100 * US);
    machine.runUntil(50 * MS);
    // The 20 ms of a are used up at 20.1 ms, which the tick at 24 ms notices.
    assertThat(machine.timesUs("+b@0")).startsWith(24_000L);
  }

  @Test
  void tickThatComesInAnInterruptIsLost() {
    TestKernel machine = new TestKernel(1, 0, 0, new TestScheduler());
    machine.start("a", run(MS), sleep(MS), spin());
    machine.start("b", spin());
    machine.runUntil(23_900 * US);
    machine.kernel.interrupt(0, 300 * US);
    machine.runUntil(24_100 * US);
    machine.kernel.interrupt(0, 400 * US);
    machine.runUntil(50 * MS);
    // b has used up its slice at 21 ms; the tick at 24 ms is handled after both interrupts.
    assertThat(machine.timesUs("-b@0")).startsWith(24_600L);
  }

  @Test
  void kickInterruptsAnInterrupt() {
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(1, 0, US, scheduler);
    machine.start("a", spin());
    machine.start("b", spin());
    machine.runUntil(5 * MS);
    machine.kernel.interrupt(0, 200 * US);
    scheduler.kernel.kickPreempt(0);
    machine.runUntil(10 * MS);
    assertThat(machine.timesUs("+b@0")).containsExactly(5_200L);
  }

  @Test
  void interruptOnAnIdleCpuMakesItBusyOrIsMissed() {
    TestKernel machine = new TestKernel(1, 0, US, new TestScheduler());
    machine.runUntil(MS);
    machine.kernel.interrupt(0, 300 * US);
    machine.runUntil(1_100 * US);
    assertThat(machine.scheduler.kernel.idleCpus()[0]).isEqualTo(1);
    machine.start("a", spin());
    machine.runUntil(2 * MS);
    assertThat(machine.timesUs("+a@0")).containsExactly(1_300L);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void interruptDuringASwitchCutsIt() {
    TestKernel machine = new TestKernel(1, 100 * US, 0, new TestScheduler());
    machine.start("a", run(MS));
    machine.runUntil(40 * US);
    machine.kernel.interrupt(0, 70 * US);
    machine.runUntil(150 * US);
    assertThat(machine.kernel.cpu(0).switchingNs(40 * US)).isEqualTo(40 * US);
    assertThat(machine.kernel.cpu(0).interruptedNs(150 * US)).isEqualTo(50 * US);
    machine.runUntil(3 * MS);
    assertThat(machine.timesUs("ended a")).containsExactly(1_170L);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void timeIsLostAmongInterruptsSiblingsAndHigherClasses() {
    TestKernel machine =
        new TestKernel(
            Topology.regular(1, 1, 1, 2, 2, SiblingNumbering.ADJACENT),
            TestKernel.costs(7 * US, 3 * US, Collections.emptyMap()),
            new TestScheduler());
    for (int i = 0; i < 6; i++) {
      machine.start("spinner" + i, spin());
      machine.start("sleeper" + i, run(MS + i), sleep(MS), run(3 * MS), sleep(MS), spin());
    }
    Random random = new Random(42);
    for (long atNs = 0; atNs < 300 * MS; atNs += 1 + random.nextInt(60_000)) {
      machine.runUntil(atNs);
      int cpu = random.nextInt(4);
      switch (random.nextInt(40)) {
        case 0 -> machine.kernel.take(cpu, atNs + random.nextInt(500_000));
        case 1 -> machine.kernel.offline(cpu);
        case 2, 3 -> machine.kernel.online(cpu);
        case 4 ->
            machine.kernel.setAffinity(
                machine.kernel.tasks().get(random.nextInt(12)), CpuMask.of(cpu));
        case 5, 6, 7 -> machine.scheduler.kernel.kickPreempt(cpu);
        default -> machine.kernel.interrupt(cpu, random.nextInt(90_000));
      }
      assertThat(machine.timeIsConserved()).as("at %d ns", atNs).isTrue();
    }
  }
}
