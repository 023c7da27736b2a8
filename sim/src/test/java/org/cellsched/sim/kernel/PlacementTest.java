package org.cellsched.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cellsched.sim.kernel.TestKernel.MS;
import static org.cellsched.sim.kernel.TestKernel.US;
import static org.cellsched.sim.kernel.TestKernel.run;
import static org.cellsched.sim.kernel.TestKernel.sleep;
import static org.cellsched.sim.kernel.TestKernel.spin;

import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** select_cpu, enqueue and direct inserts. */
class PlacementTest {

  /** Inserts directly from select_cpu, onto one CPU. */
  private static final class Direct extends TestScheduler {
    final int target;
    final int answer;
    int localDuringCallback = -1;

    Direct(int target, int answer) {
      this.target = target;
      this.answer = answer;
    }

    @Override
    public int selectCpu(Task task, int previousCpu) {
      super.selectCpu(task, previousCpu);
      kernel.claimIdle(target);
      kernel.insertOn(task, target, SLICE_NS);
      localDuringCallback = task.isQueued() ? 1 : 0;
      return answer;
    }
  }

  @Test
  void directInsertGoesThroughEnqueueToo() {
    TestKernel machine = new TestKernel(2, 0, 0, new Direct(1, 1));
    machine.start("a", spin());
    machine.runUntil(0);
    assertThat(machine.happenings()).containsExactly("init a", "select a 0", "running a", "+a@1");
  }

  @Test
  void directInsertTakesEffectDuringTheCallback() {
    Direct scheduler = new Direct(1, 1);
    TestKernel machine = new TestKernel(2, 0, 5 * US, scheduler);
    machine.start("a", spin());
    assertThat(scheduler.localDuringCallback).isZero();
    assertThat(machine.kernel.cpu(1).localQueued()).isEqualTo(1);
    assertThat(machine.kernel.cpu(1).state()).isEqualTo(Cpu.State.IDLE);
    assertThat(machine.runUntil(MS).timesUs("+a@1")).containsExactly(5L);
  }

  @Test
  void directInsertFollowsTheAnswerInsteadOfItsTarget() {
    // 4.15: the CPU of the insert counts, not the one that select_cpu answers.
    TestKernel machine = new TestKernel(3, 0, 0, new Direct(2, 1));
    Task task = machine.start("a", spin());
    machine.runUntil(MS);
    assertThat(task.cpu()).isEqualTo(2);
    assertThat(machine.timesUs("+a@2")).containsExactly(0L);
  }

  @Test
  void directInsertFromEnqueueIsForgotten() {
    TestScheduler scheduler =
        new TestScheduler() {
          @Override
          public void enqueue(Task task, boolean cpuSelected) {
            kernel.insertOn(task, 1, SLICE_NS);
          }
        };
    TestKernel machine = new TestKernel(2, 0, 0, scheduler);
    machine.start("a", spin());
    assertThat(machine.runUntil(MS).timesUs("+a@1")).containsExactly(0L);
  }

  /** Puts a task named "first" before whatever runs or waits on CPU 0, and queues others. */
  private static final class Preempting extends TestScheduler {
    @Override
    public void enqueue(Task task, boolean cpuSelected) {
      if (task.name().equals("first")) {
        kernel.insertPreempting(task, 0, SLICE_NS);
      } else if (kernel.claimIdle(0)) {
        kernel.insertOn(task, 0, SLICE_NS);
      } else {
        super.enqueue(task, cpuSelected);
      }
    }
  }

  @Test
  void preemptingInsertWaitsForTheSliceOfWhoRunsThere() {
    TestKernel machine = new TestKernel(1, 0, 5 * US, new Preempting());
    machine.start("other", spin());
    machine.runUntil(MS);
    machine.start("first", spin());
    machine.runUntil(2 * MS);
    assertThat(machine.timesUs("+first@0")).containsExactly(1005L);
    assertThat(machine.happenings()).containsSubsequence("running first", "+first@0");
    assertThat(machine.kernel.cpu(0).localQueued()).isZero();
  }

  @Test
  void preemptingInsertWaitsBehindWhoIsInTheLocalQueue() {
    TestKernel machine = new TestKernel(1, 0, 5 * US, new Preempting());
    machine.start("other", spin());
    machine.start("first", spin());
    machine.runUntil(MS);
    assertThat(machine.timesUs("+first@0")).containsExactly(5L);
    assertThat(machine.timesUs("+other@0")).isEmpty();
    assertThat(machine.kernel.cpu(0).localQueued()).isEqualTo(1);
  }

  @Test
  void singleCpuTaskIsAskedForItsCpu() {
    TestKernel machine = new TestKernel(2, 0, 0, new TestScheduler());
    machine.start("a", CpuMask.of(1), spin());
    machine.runUntil(MS);
    assertThat(machine.happenings())
        .contains("enqueue a")
        .doesNotContain("select a 1", "enqueue a selected");
    assertThat(machine.timesUs("+a@1")).containsExactly(0L);
  }

  @Test
  void enqueueIsNotToldThatACpuWasSelected() {
    TestKernel machine = new TestKernel(2, 0, 0, new TestScheduler());
    machine.start("a", run(MS), sleep(MS), spin());
    machine.start("b", CpuMask.of(0), spin());
    machine.runUntil(60 * MS);
    assertThat(machine.happenings()).contains("enqueue a selected", "enqueue b");
    machine.forget();
    machine.runUntil(120 * MS);
    assertThat(machine.happenings()).doesNotContain("enqueue a selected", "enqueue b selected");
  }

  @Test
  void forbiddenAnswerOfSelectCpuIsFollowed() {
    for (int answer : new int[] {0, 1}) {
      TestScheduler scheduler =
          new TestScheduler() {
            @Override
            public int selectCpu(Task task, int previousCpu) {
              return answer;
            }
          };
      TestKernel machine = new TestKernel(4, 0, 0, scheduler);
      Task task = machine.start("a", CpuMask.of(2, 3), spin());
      machine.runUntil(MS);
      assertThat(task.cpu()).as("answer %d", answer).isEqualTo(2);
      assertThat(machine.timesUs("+a@2")).containsExactly(0L);
    }
  }

  @Test
  void previousCpuOutsideTheAffinityIsOffered() {
    TestKernel machine = new TestKernel(4, 0, 0, new TestScheduler());
    Task task = machine.start("a", run(MS), sleep(5 * MS), spin());
    machine.runUntil(2 * MS);
    machine.kernel.setAffinity(task, CpuMask.of(2, 3));
    machine.runUntil(10 * MS);
    assertThat(machine.happenings()).contains("select a 2").doesNotContain("select a 1");
  }

  @Test
  void insertOnAForbiddenCpuPasses() {
    TestKernel machine = new TestKernel(4, 0, 0, new Direct(1, 1));
    assertThatThrownBy(() -> machine.start("a", CpuMask.of(2, 3), spin()))
        .isInstanceOf(SchedulerFault.class)
        .hasMessage("a was inserted on CPU 1, which its affinity 2-3 excludes");
    for (int cpu : new int[] {-1, 4}) {
      TestKernel other = new TestKernel(4, 0, 0, new Direct(0, 0));
      Task task = other.start("a", spin());
      assertThatThrownBy(() -> other.scheduler.kernel.insertOn(task, cpu, 1))
          .isInstanceOf(SchedulerFault.class);
    }
  }

  @Test
  void lostTaskGoesUnnoticed() {
    TestScheduler loses =
        new TestScheduler() {
          @Override
          public void enqueue(Task task, boolean cpuSelected) {}
        };
    TestKernel machine = new TestKernel(1, 0, 0, loses);
    assertThatThrownBy(() -> machine.start("a", spin()))
        .isInstanceOf(SchedulerFault.class)
        .hasMessage("a was enqueued nowhere: it is lost");
  }

  @Test
  void idleClaimSucceedsTwice() {
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(2, 0, 0, scheduler);
    assertThat(scheduler.kernel.claimIdle(1)).isTrue();
    assertThat(scheduler.kernel.claimIdle(1)).isFalse();
    // A claimed CPU that finds nothing is idle again.
    scheduler.kernel.kickIdle(1);
    machine.runUntil(0);
    assertThat(scheduler.kernel.claimIdle(1)).isTrue();
  }

  @Test
  void busyOrTakenCpuLooksIdle() {
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(3, 0, 0, scheduler);
    machine.start("a", CpuMask.of(0), spin());
    machine.kernel.take(1, 10 * MS);
    machine.runUntil(MS);
    assertThat(scheduler.kernel.idleCpus()[0]).isEqualTo(0b100);
    machine.runUntil(11 * MS);
    assertThat(scheduler.kernel.idleCpus()[0]).isEqualTo(0b110);
    machine.kernel.offline(2);
    assertThat(scheduler.kernel.idleCpus()[0]).isEqualTo(0b010);
  }

  @Test
  void headThatMayNotRunHereBlocksTheQueue() {
    TestScheduler scheduler = new TestScheduler();
    TestKernel machine = new TestKernel(2, 0, 0, scheduler);
    machine.start("a", CpuMask.of(0), spin());
    machine.start("b", CpuMask.of(0), spin());
    machine.start("c", CpuMask.of(1), spin());
    machine.runUntil(MS);
    assertThat(machine.timesUs("+c@1")).containsExactly(0L);
    assertThat(machine.timesUs("+b@1")).isEmpty();
  }

  @Test
  void movedTaskKeepsItsOldPlace() {
    TestScheduler scheduler =
        new TestScheduler() {
          int second;

          @Override
          public void init(Kfuncs kernel) {
            super.init(kernel);
            second = kernel.createQueue();
          }

          @Override
          public void enqueue(Task task, boolean cpuSelected) {
            kernel.insertByVtime(task, queue, SLICE_NS, task.id());
          }

          @Override
          public void dispatch(int cpu, @Nullable Task previous) {
            Task head = kernel.peek(queue);
            if (head != null) {
              kernel.moveByVtime(kernel.queuedIn(queue), head, second, -head.id());
              note("queued " + kernel.queued(queue) + " " + kernel.queued(second));
            }
            kernel.moveToLocal(second, cpu);
          }
        };
    TestKernel machine = new TestKernel(1, 0, 0, scheduler);
    machine.start("a", run(MS));
    machine.start("b", run(MS));
    machine.runUntil(10 * MS);
    assertThat(machine.happenings()).contains("queued 1 1", "queued 0 1");
    assertThat(machine.timesUs("ended b")).containsExactly(2_000L);
  }

  @Test
  void selectedCpuThatDoesNotExistIsCorrected() {
    for (int answer : new int[] {-1, 2}) {
      TestScheduler scheduler =
          new TestScheduler() {
            @Override
            public int selectCpu(Task task, int previousCpu) {
              return answer;
            }
          };
      TestKernel machine = new TestKernel(2, 0, 0, scheduler);
      assertThatThrownBy(() -> machine.start("a", spin()))
          .isInstanceOf(SchedulerFault.class)
          .hasMessage("select_cpu answered CPU " + answer + ", which does not exist");
    }
  }
}
