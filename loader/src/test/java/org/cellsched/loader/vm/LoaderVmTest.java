package org.cellsched.loader.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.loader.cgroup.CgroupMount;
import org.cellsched.loader.cgroup.CgroupTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code loader run} on a real kernel, with real tasks in real cgroups. */
@Tag("vm")
class LoaderVmTest {

  private static final String PARENT = "/workloads";
  private static final String A = PARENT + "/a";
  private static final String B = PARENT + "/b";
  private static final int LOOKS = 40;

  private CgroupTree cgroups;

  @BeforeEach
  void twoCells() throws Exception {
    cgroups = new CgroupTree(CgroupMount.find(Path.of("/proc/self/mountinfo")));
    Cgroups.create(cgroups, A);
    Cgroups.create(cgroups, B);
    Cgroups.write(cgroups, PARENT, "cgroup.subtree_control", "+cpu +cpuset");
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    Cgroups.removeAll(cgroups, PARENT);
    RunningLoader.await("the kernel's own scheduler", () -> !RunningLoader.isAttached());
  }

  private static void assertInside(List<Worker> workers, CpuMask cpus) throws Exception {
    CpuMask seen = Worker.cpusOf(workers, LOOKS);
    assertThat(seen.andNot(cpus))
        .as("seen on %s, its CPUs are %s", seen, cpus)
        .isEqualTo(CpuMask.none());
  }

  @Test
  void cellsShareACpu() throws Exception {
    try (RunningLoader loader = RunningLoader.attached(PARENT)) {
      List<Worker> a = Worker.spinners(cgroups, A, 3);
      List<Worker> b = Worker.spinners(cgroups, B, 3);
      Thread.sleep(1000); // they come from the root cell

      assertThat(loader.cpusOf("a").intersects(loader.cpusOf("b"))).isFalse();
      assertInside(a, loader.cpusOf("a"));
      assertInside(b, loader.cpusOf("b"));
      assertThat(loader.stop()).as(loader.output()).isEqualTo(ExitStatus.FINE);
      assertThat(RunningLoader.isAttached()).isFalse();
      assertThat(a).allMatch(Worker::isAlive);
    }
  }

  @Test
  void newCellHasNoCpuOrALostOneKeepsIts() throws Exception {
    try (RunningLoader loader = RunningLoader.attached(PARENT, "--set", "debounce.quiet=100ms")) {
      CpuMask before = loader.cpusOf("a").or(loader.cpusOf("b"));
      Cgroups.create(cgroups, PARENT + "/late");
      loader.await(() -> !loader.cpusOf("late").isEmpty());
      List<Worker> late = Worker.spinners(cgroups, PARENT + "/late", 2);
      Thread.sleep(1000);
      assertInside(late, loader.cpusOf("late"));

      Cgroups.removeAll(cgroups, PARENT + "/late");
      loader.await(() -> loader.cpusOf("late").isEmpty());
      assertThat(loader.cpusOf("a").or(loader.cpusOf("b")).size()).isEqualTo(before.size());
      loader.await(() -> loader.output().contains("late"));
    }
  }

  @Test
  void idleCpusAreNotBorrowedOrNotGivenBack() throws Exception {
    try (RunningLoader loader = RunningLoader.attached(PARENT, "--borrowing")) {
      List<Worker> a = Worker.spinners(cgroups, A, 5);
      Thread.sleep(1500);
      CpuMask lent = Worker.cpusOf(a, LOOKS).andNot(loader.cpusOf("a"));
      assertThat(lent.isEmpty()).as("borrowed nothing").isFalse();

      Worker owner = Worker.spinner(cgroups, B);
      Thread.sleep(500);
      long beganNs = System.nanoTime();
      long hadMs = owner.ranMs();
      Thread.sleep(3000);
      long elapsedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
      // It has CPUs of its own; what is lent of them comes back.
      assertThat(owner.ranMs() - hadMs).isGreaterThan(elapsedMs * 7 / 10);
      assertThat(loader.cpusOf("b").contains(owner.cpu())).isTrue();
    }
  }

  @Test
  void cpusetWrittenAtRunTimeIsIgnored() throws Exception {
    try (RunningLoader loader = RunningLoader.attached(PARENT, "--set", "debounce.quiet=100ms")) {
      List<Worker> a = Worker.spinners(cgroups, A, 2);
      Cgroups.write(cgroups, A, "cpuset.cpus", "0");
      loader.await(() -> loader.cpusOf("a").equals(CpuMask.of(0)));
      Thread.sleep(1000);
      assertInside(a, CpuMask.of(0));

      Cgroups.write(cgroups, A, "cpuset.cpus", "4-5");
      loader.await(() -> loader.cpusOf("a").equals(CpuMask.of(4, 5)));
      Thread.sleep(1000);
      assertInside(a, CpuMask.of(4, 5));
    }
  }

  @Test
  void movedTaskStaysInItsOldCell() throws Exception {
    try (RunningLoader loader = RunningLoader.attached(PARENT)) {
      List<Worker> movers = Worker.spinners(cgroups, A, 3);
      Thread.sleep(1000);
      for (Worker mover : movers) {
        Cgroups.write(cgroups, B, "cgroup.procs", Long.toString(mover.process().pid()));
      }
      Thread.sleep(1500);

      assertInside(movers, loader.cpusOf("b"));
    }
  }

  @Test
  void restrictedTaskStarves() throws Exception {
    try (RunningLoader loader = RunningLoader.attached(PARENT)) {
      List<Worker> crowd = Worker.spinners(cgroups, A, 4);
      int own = loader.cpusOf("a").first();
      int foreign = loader.cpusOf("b").first();
      Worker pinned = Worker.spinner(cgroups, A);
      Worker stranger = Worker.spinner(cgroups, A);
      pin(pinned, own);
      pin(stranger, foreign);
      Thread.sleep(500);
      long pinnedMs = pinned.ranMs();
      long strangerMs = stranger.ranMs();
      Thread.sleep(4000);

      assertThat(pinned.cpu()).isEqualTo(own);
      assertThat(stranger.cpu()).isEqualTo(foreign);
      assertThat(pinned.ranMs() - pinnedMs).as("pinned in its cell").isGreaterThan(400);
      assertThat(stranger.ranMs() - strangerMs).as("pinned outside").isGreaterThan(400);
      assertThat(crowd).allMatch(Worker::isAlive);
    }
  }

  private static void pin(Worker worker, int cpu) throws IOException, InterruptedException {
    new ProcessBuilder("taskset", "-pc", "" + cpu, "" + worker.process().pid()).start().waitFor();
  }

  @Test
  void shortProcessesAreLost() throws Exception {
    try (RunningLoader loader = RunningLoader.attached(PARENT)) {
      Path done = Files.createTempFile("storm", ".done");
      Worker storm =
          Worker.running(
              cgroups,
              A,
              "i=0; while [ $i -lt 300 ]; do (:) & i=$((i+1)); [ $((i % 20)) = 0 ] && wait; done;"
                  + " wait; echo $i > "
                  + done);
      assertThat(storm.process().waitFor(60, TimeUnit.SECONDS)).as("forks hang").isTrue();
      assertThat(Files.readString(done).strip()).isEqualTo("300");
      assertThat(RunningLoader.isAttached()).as(loader.output()).isTrue();
    }
  }

  @Test
  void killedLoaderTakesTheMachineWithIt() throws Exception {
    List<Worker> a;
    try (RunningLoader loader = RunningLoader.attached(PARENT)) {
      a = Worker.spinners(cgroups, A, 2);
      Thread.sleep(500);
      loader.kill();
    }
    RunningLoader.await("the kernel's own scheduler", () -> !RunningLoader.isAttached());
    assertThat(a).allMatch(Worker::isAlive);
    try (RunningLoader next = RunningLoader.attached(PARENT)) {
      Thread.sleep(1000);
      assertInside(a, next.cpusOf("a"));
    }
  }

  @Test
  void secondSchedulerIsAttached() throws Exception {
    try (RunningLoader first = RunningLoader.attached(PARENT);
        RunningLoader second = RunningLoader.started(PARENT)) {
      assertThat(second.exitStatus()).isEqualTo(ExitStatus.BAD_INPUT);
      assertThat(second.output()).contains("sched_ext", "cellsched").doesNotContain("\tat ");
      assertThat(first.output()).contains("applied plan 1");
    }
  }
}
