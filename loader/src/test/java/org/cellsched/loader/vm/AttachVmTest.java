package org.cellsched.loader.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.loader.stats.LoaderStatistics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How {@code loader run} begins and ends on a real kernel, and what becomes of the tasks then. */
@Tag("vm")
class AttachVmTest {

  private static final Path CPUS = Path.of("/sys/devices/system/cpu");
  private static final Path EXT_SERVER = Path.of("/sys/kernel/debug/sched/ext_server");

  @RegisterExtension private final Workloads workloads = new Workloads("a", "b");

  @Test
  void tasksAreLostWhereItDetaches() throws Exception {
    try (RunningLoader loader = RunningLoader.attached()) {
      List<Worker> workers = workloads.spinners("a", 2);
      assertThat(loader.stop()).as(loader.output()).isEqualTo(ExitStatus.FINE);
      assertThat(RunningLoader.isAttached()).isFalse();
      assertThat(workers).allMatch(Worker::isAlive);
      assertThat(workers.getFirst().milliCpusOver(500)).isPositive();
    }
  }

  @Test
  void secondSchedulerIsAttached() throws Exception {
    try (RunningLoader first = RunningLoader.attached();
        RunningLoader second = RunningLoader.started()) {
      assertThat(second.exitStatus()).isEqualTo(ExitStatus.BAD_INPUT);
      assertThat(second.output()).contains("sched_ext", "cellsched").doesNotContain("\tat ");
      assertThat(first.output()).contains("applied plan 1");
      assertThat(RunningLoader.isAttached()).isTrue();
    }
  }

  @Test
  void killedLoaderTakesTheMachineWithIt() throws Exception {
    try (RunningLoader loader = RunningLoader.attached()) {
      List<Worker> workers = workloads.spinners("a", 2);
      CpuMask cpus = loader.cpusOf("a");
      loader.statistics(); // a while later
      loader.kill();
      RunningLoader.await("the kernel's own scheduler", () -> !RunningLoader.isAttached());
      assertThat(workers).allMatch(Worker::isAlive);

      try (RunningLoader next = loader.successor()) {
        LoaderStatistics.Cell a = next.statisticsOf("a");
        assertThat(next.output()).doesNotContain("first plan");
        assertThat(a.cpus()).isEqualTo(cpus.toString());
        Workloads.assertInside(workers, cpus);
      }
    }
  }

  @Test
  void hotplugEndsIt() throws Exception {
    int last = Runtime.getRuntime().availableProcessors() - 1;
    Path online = CPUS.resolve("cpu" + last + "/online");
    try (RunningLoader loader = RunningLoader.attached()) {
      List<Worker> workers = workloads.spinners("a", 3);
      Files.writeString(online, "0");
      loader.await(() -> loader.output().contains("starting anew") && RunningLoader.isAttached());
      loader.await(() -> !loader.cpusOf("a").or(loader.cpusOf("b")).contains(last));
      Thread.sleep(1000);
      Workloads.assertInside(workers, loader.cpusOf("a"));

      Files.writeString(online, "1");
      loader.await(() -> loader.ownedCpus().contains(last) && RunningLoader.isAttached());
      assertThat(loader.stop()).as(loader.output()).isEqualTo(ExitStatus.FINE);
      assertThat(workers).allMatch(Worker::isAlive);
    } finally {
      Files.writeString(online, "1");
    }
  }

  /** A realtime hog on a CPU to which a task of ours is bound: the kernel sees the task starve. */
  @Test
  void kernelEndsItWithoutAWord() throws Exception {
    try (RunningLoader loader = RunningLoader.attached()) {
      int cpu = loader.cpusOf("a").first();
      letRealtimeTasksHog(cpu);
      Worker starving = workloads.spinner("a");
      starving.pin(CpuMask.of(cpu));
      Worker hog = workloads.realtimeHog("a", cpu);

      assertThat(loader.exitStatus())
          .as(loader.output())
          .isEqualTo(ExitStatus.KERNEL_ENDED_SCHEDULER);
      assertThat(loader.output())
          .contains("the kernel ended the scheduler: runnable task stall")
          .contains("failed to run for")
          .as("our part of the dump")
          .contains("may borrow, ", "weight 100, queue ")
          .doesNotContain("\tat ");
      hog.process().destroyForcibly().waitFor();
      assertThat(starving.isAlive()).isTrue();
      assertThat(starving.milliCpusOver(500)).isPositive();
    }
  }

  /** Newer kernels keep a share of each CPU for us; where they do, it is set to nothing. */
  private static void letRealtimeTasksHog(int cpu) throws IOException {
    Path server = EXT_SERVER.resolve("cpu" + cpu + "/runtime");
    if (Files.exists(server)) {
      Files.writeString(server, "0");
    }
  }
}
