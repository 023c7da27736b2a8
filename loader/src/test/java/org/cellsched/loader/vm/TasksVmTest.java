package org.cellsched.loader.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks that move, are bound to CPUs, or weigh little, on a real kernel. */
@Tag("vm")
class TasksVmTest {

  @RegisterExtension private final Workloads workloads = new Workloads("a", "b");

  /** Of more than there are CPUs some run and the others wait in the cell's queue. */
  @Test
  void runningOrQueuedTaskStaysInItsOldCell() throws Exception {
    try (RunningLoader loader = RunningLoader.attached()) {
      List<Worker> movers = workloads.spinners("a", 20);
      Thread.sleep(1500);
      for (Worker mover : movers) {
        workloads.move(mover, "b");
      }
      Thread.sleep(1500);
      SchedTrace trace = SchedTrace.begin();
      Thread.sleep(1000);
      trace.end();

      assertThat(trace.cpusOf(movers).isEmpty()).as("the trace is empty").isFalse();
      assertThat(trace.cpusOf(movers).andNot(loader.cpusOf("b"))).isEqualTo(CpuMask.none());
    }
  }

  @Test
  void sleepingTaskWakesInItsOldCell() throws Exception {
    Path fifo = Path.of("/tmp/sleeping-task");
    Files.deleteIfExists(fifo);
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    try (RunningLoader loader = RunningLoader.attached()) {
      Worker sleeper = workloads.running("a", "read line < " + fifo + "; while :; do :; done");
      Thread.sleep(1000);
      assertThat(sleeper.milliCpusOver(500)).as("it sleeps").isZero();
      workloads.move(sleeper, "b");
      Thread.sleep(500);
      SchedTrace trace = SchedTrace.begin();
      Files.writeString(fifo, "go\n");
      Thread.sleep(1000);
      trace.end();

      assertThat(sleeper.milliCpusOver(500)).isGreaterThan(300);
      assertThat(trace.cpusOf(List.of(sleeper)).andNot(loader.cpusOf("b")))
          .isEqualTo(CpuMask.none());
    }
  }

  @Test
  void restrictedTaskStarves() throws Exception {
    try (RunningLoader loader = RunningLoader.attached()) {
      CpuMask own = loader.cpusOf("a");
      int first = own.first();
      int foreign = loader.cpusOf("b").first();
      CpuMask two = CpuMask.of(first, own.without(first).first());
      workloads.spinners("a", own.size() + 2);
      Worker pinned = workloads.spinner("a");
      Worker stranger = workloads.spinner("a");
      Worker ofTwo = workloads.spinner("a");
      pinned.pin(CpuMask.of(first));
      stranger.pin(CpuMask.of(foreign));
      ofTwo.pin(two);
      Thread.sleep(1000);
      List<Worker> restricted = List.of(pinned, stranger, ofTwo);
      List<Long> beforeMs = restricted.stream().map(Worker::ranMs).toList();
      Thread.sleep(6000);
      List<Long> gotMs = new ArrayList<>();
      for (int index = 0; index < restricted.size(); index++) {
        gotMs.add(restricted.get(index).ranMs() - beforeMs.get(index));
      }

      assertThat(gotMs).as("pinned, stranger, of two CPUs").allMatch(ms -> ms > 600);
      Workloads.assertInside(List.of(pinned), CpuMask.of(first));
      Workloads.assertInside(List.of(stranger), CpuMask.of(foreign));
      Workloads.assertInside(List.of(ofTwo), two);
      loader.assertStillSchedules();
    }
  }

  /** They share one CPU for longer than two watchdogs: the light one is slow, and not starved. */
  @Test
  void lightTaskStarves() throws Exception {
    try (RunningLoader loader = RunningLoader.attached()) {
      CpuMask cpu = CpuMask.of(loader.cpusOf("a").first());
      Worker light = workloads.running("a", "renice -n 19 -p $$; while :; do :; done");
      List<Worker> heavy = workloads.spinners("a", 4);
      light.pin(cpu);
      for (Worker each : heavy) {
        each.pin(cpu);
      }
      Thread.sleep(1000);
      long lightMs = light.ranMs();
      long heavyMs = heavy.stream().mapToLong(Worker::ranMs).sum();
      Thread.sleep(12_000);
      long lightGotMs = light.ranMs() - lightMs;
      long heavyGotMs = heavy.stream().mapToLong(Worker::ranMs).sum() - heavyMs;

      assertThat(lightGotMs).isPositive();
      assertThat(lightGotMs * 10).isLessThan(heavyGotMs);
      loader.assertStillSchedules();
    }
  }
}
