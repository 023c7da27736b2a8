package org.cellsched.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.kernel.TestKernel.MS;
import static org.cellsched.sim.kernel.TestKernel.US;
import static org.cellsched.sim.kernel.TestKernel.run;
import static org.cellsched.sim.kernel.TestKernel.sleep;
import static org.cellsched.sim.kernel.TestKernel.spin;

import org.cellsched.core.cpu.CpuMask;
import org.junit.jupiter.api.Test;

/** sched_setaffinity, cpusets and moves between cgroups, in every state of a task. */
class AffinityChangeTest {

  private static final CpuMask HIGH = CpuMask.of(2, 3);

  /** Kicks an idle CPU for what it enqueues, as a scheduler must. */
  private static final class Kicking extends TestScheduler {
    @Override
    public void enqueue(Task task, boolean cpuSelected) {
      super.enqueue(task, cpuSelected);
      for (int cpu = 0; cpu < kernel.topology().cpuCount(); cpu++) {
        if (task.mayRunOn(cpu) && kernel.claimIdle(cpu)) {
          kernel.kickIdle(cpu);
          return;
        }
      }
    }
  }

  @Test
  void runningTaskStaysOnAForbiddenCpu() {
    TestKernel machine = new TestKernel(4, 0, 0, new Kicking());
    Task task = machine.start("a", spin());
    machine.runUntil(5 * MS);
    machine.forget();
    machine.kernel.setAffinity(task, HIGH);
    machine.runUntil(5 * MS);
    assertThat(machine.happenings())
        .containsExactly(
            "affinityChanged a",
            "stopping a runnable",
            "-a@0",
            "enqueue a",
            "dispatch 0 null",
            "idle 0",
            "dispatch 2 null",
            "running a",
            "+a@2");
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void runningTaskLeavesACpuItMayKeep() {
    TestKernel machine = new TestKernel(4, 0, 0, new Kicking());
    Task task = machine.start("a", spin());
    machine.runUntil(5 * MS);
    machine.forget();
    machine.kernel.setAffinity(task, CpuMask.of(0, 1));
    machine.runUntil(6 * MS);
    assertThat(machine.happenings()).containsExactly("affinityChanged a");
  }

  @Test
  void queuedTaskRunsWhereItMayNoMore() {
    TestKernel machine = new TestKernel(4, 0, 0, new Kicking());
    for (int cpu = 0; cpu < 4; cpu++) {
      machine.start("busy" + cpu, CpuMask.of(cpu), spin());
    }
    Task task = machine.start("a", CpuMask.of(0, 1), spin());
    machine.runUntil(5 * MS);
    machine.forget();
    machine.kernel.setAffinity(task, HIGH);
    assertThat(machine.happenings()).containsExactly("affinityChanged a", "enqueue a");
    machine.runUntil(200 * MS);
    assertThat(machine.timesUs("+a@0")).isEmpty();
    assertThat(machine.timesUs("+a@1")).isEmpty();
    assertThat(task.ranNs()).isPositive();
  }

  @Test
  void directInsertInFlightKillsTheScheduler() {
    // 4.17: the task sits in a local queue, the kick is on its way, the cpuset narrows.
    TestScheduler direct =
        new TestScheduler() {
          @Override
          public int selectCpu(Task task, int previousCpu) {
            kernel.claimIdle(0);
            kernel.insertOn(task, 0, SLICE_NS);
            return 0;
          }

          @Override
          public void enqueue(Task task, boolean cpuSelected) {
            note("enqueue " + task);
            kernel.claimIdle(2);
            kernel.insertOn(task, 2, SLICE_NS);
          }
        };
    TestKernel machine = new TestKernel(4, 0, 10 * US, direct);
    Task task = machine.start("a", spin());
    machine.runUntil(5 * US);
    assertThat(task.isQueued()).isTrue();
    machine.kernel.setAffinity(task, HIGH);
    machine.runUntil(MS);
    assertThat(machine.timesUs("+a@0")).isEmpty();
    assertThat(machine.timesUs("+a@2")).containsExactly(15L);
    // CPU 0 was kicked for nothing and is idle for others again.
    assertThat(machine.timesUs("dispatch 0 null")).containsExactly(10L);
    assertThat(direct.kernel.idleCpus()[0]).isEqualTo(0b1011);
  }

  @Test
  void sleepingTaskWakesWhereItMayNoMore() {
    TestKernel machine = new TestKernel(4, 0, 0, new Kicking());
    Task task = machine.start("a", run(MS), sleep(5 * MS), spin());
    machine.runUntil(2 * MS);
    machine.kernel.setAffinity(task, HIGH);
    machine.runUntil(20 * MS);
    assertThat(machine.timesUs("+a@2")).containsExactly(6_000L);
  }

  @Test
  void cpusetNarrowsNobody() {
    TestKernel machine = new TestKernel(4, 0, 0, new Kicking());
    Cgroup outer = machine.kernel.cgroups().create(machine.kernel.cgroups().root(), "outer");
    Cgroup inner = machine.kernel.cgroups().create(outer, "inner");
    Task free = machine.start(inner, "free", null, spin());
    Task pinned = machine.start(inner, "pinned", CpuMask.of(0, 3), spin());
    Task misfit = machine.start(inner, "misfit", CpuMask.of(0), spin());
    machine.kernel.setCpuset(outer, HIGH);
    assertThat(free.affinity()).isEqualTo(HIGH);
    assertThat(pinned.affinity()).isEqualTo(CpuMask.of(3));
    // Nothing in common: the cpuset wins.
    assertThat(misfit.affinity()).isEqualTo(HIGH);
    machine.kernel.setCpuset(outer, null);
    assertThat(free.affinity()).isEqualTo(CpuMask.firstCpus(4));
    assertThat(pinned.affinity()).isEqualTo(CpuMask.of(0, 3));
    assertThat(misfit.affinity()).isEqualTo(CpuMask.of(0));
  }

  @Test
  void nestedCpusetEscapesItsParents() {
    CgroupTree tree = new CgroupTree();
    Cgroup outer = tree.create(tree.root(), "outer");
    Cgroup inner = tree.create(outer, "inner");
    assertThat(inner.constraint()).isNull();
    tree.writeCpuset(inner, CpuMask.of(1, 2));
    assertThat(inner.constraint()).isEqualTo(CpuMask.of(1, 2));
    tree.writeCpuset(outer, CpuMask.of(2, 3));
    assertThat(inner.constraint()).isEqualTo(CpuMask.of(2));
    tree.writeCpuset(outer, CpuMask.of(5));
    assertThat(inner.constraint()).isEqualTo(CpuMask.of(5));
  }

  @Test
  void sameNameIsTheSameCgroup() {
    // 4.24
    CgroupTree tree = new CgroupTree();
    Cgroup first = tree.create(tree.root(), "web");
    tree.remove(first);
    Cgroup second = tree.create(tree.root(), "web");
    assertThat(second.identity()).isNotEqualTo(first.identity());
    assertThat(first.isRemoved()).isTrue();
    assertThat(second.isRemoved()).isFalse();
    assertThat(tree.find(tree.root(), "web")).isSameAs(second);
  }

  @Test
  void moveToAnotherCgroupKeepsTheOldCpuset() {
    TestKernel machine = new TestKernel(4, 0, 0, new Kicking());
    CgroupTree tree = machine.kernel.cgroups();
    Cgroup low = tree.create(tree.root(), "low");
    Cgroup high = tree.create(tree.root(), "high");
    machine.kernel.setCpuset(low, CpuMask.of(0, 1));
    machine.kernel.setCpuset(high, HIGH);
    Task running = machine.start(low, "running", null, spin());
    machine.start(low, "other", null, spin());
    Task queued = machine.start(low, "queued", null, spin());
    Task sleeping = machine.start(high, "sleeping", null, run(US), sleep(9 * MS), spin());
    machine.runUntil(5 * MS);
    assertThat(queued.isQueued()).isTrue();
    machine.forget();
    machine.kernel.move(running, high);
    machine.kernel.move(queued, high);
    machine.kernel.move(sleeping, low);
    assertThat(machine.happenings()).contains("cgroupMoved running", "cgroupMoved queued");
    machine.runUntil(100 * MS);
    assertThat(running.affinity()).isEqualTo(HIGH);
    assertThat(running.cpu()).isBetween(2, 3);
    assertThat(queued.cpu()).isBetween(2, 3);
    assertThat(sleeping.cpu()).isBetween(0, 1);
    assertThat(machine.timeIsConserved()).isTrue();
  }

  @Test
  void niceIsNoWeight() {
    assertThat(TaskLife.weightOf(SchedulingPolicy.NORMAL, 0)).isEqualTo(100);
    assertThat(TaskLife.weightOf(SchedulingPolicy.NORMAL, -20)).isEqualTo(8_668);
    assertThat(TaskLife.weightOf(SchedulingPolicy.NORMAL, 19)).isEqualTo(1);
    assertThat(TaskLife.weightOf(SchedulingPolicy.NORMAL, 5)).isEqualTo(33);
  }
}
