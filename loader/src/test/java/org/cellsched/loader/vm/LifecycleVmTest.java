package org.cellsched.loader.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellsched.core.cpu.CpuMask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cells and tasks that come and go on a real kernel. */
@Tag("vm")
class LifecycleVmTest {

  private static final int ROUNDS = 100;
  private static final String AT_ONCE = "debounce.quiet=0";

  @RegisterExtension private final Workloads workloads = new Workloads("a", "b");

  @Test
  void newCellHasNoCpuOrALostOneKeepsIts() throws Exception {
    try (RunningLoader loader = RunningLoader.attached("--set", "debounce.quiet=100ms")) {
      int before = loader.ownedCpus().size();
      workloads.create("late");
      loader.await(() -> !loader.cpusOf("late").isEmpty());
      List<Worker> late = workloads.spinners("late", 2);
      Thread.sleep(1000);
      Workloads.assertInside(late, loader.cpusOf("late"));

      workloads.remove("late");
      loader.await(() -> loader.cpusOf("late").isEmpty());
      assertThat(loader.ownedCpus().size()).isEqualTo(before);

      int freed = 3; // a and b are 1 and 2, late was the next
      workloads.create("next");
      loader.await(() -> loader.newest().contains("next came as cell " + freed));
    }
  }

  /** Eight cells with tasks, of which four make room for four others, twice. */
  @Test
  void churnMixesUpCells() throws Exception {
    try (RunningLoader loader = RunningLoader.attached("--set", "debounce.quiet=200ms")) {
      List<String> cells = new ArrayList<>(List.of("a", "b"));
      for (int number = 2; number < 8; number++) {
        cells.add("c" + number);
        workloads.create("c" + number);
      }
      int created = 8;
      for (int round = 0; round < 2; round++) {
        for (int replaced = 0; replaced < 4; replaced++) {
          workloads.remove(cells.removeFirst());
          cells.add("c" + created);
          workloads.create("c" + created++);
        }
        loader.await(() -> cells.stream().noneMatch(cell -> loader.cpusOf(cell).isEmpty()));
        List<Worker> workers = new ArrayList<>();
        for (String cell : cells) {
          workers.add(workloads.spinner(cell));
        }
        Thread.sleep(1500);
        CpuMask taken = CpuMask.none();
        for (int index = 0; index < cells.size(); index++) {
          CpuMask cpus = loader.cpusOf(cells.get(index));
          assertThat(taken.intersects(cpus)).as(cells.get(index)).isFalse();
          taken = taken.or(cpus);
          Workloads.assertInside(List.of(workers.get(index)), cpus);
        }
      }
      loader.assertStillSchedules();
    }
  }

  @Test
  void shortProcessesAreLost() throws Exception {
    try (RunningLoader loader = RunningLoader.attached()) {
      Path done = Files.createTempFile("storm", ".done");
      Worker storm =
          workloads.running(
              "a",
              "i=0; while [ $i -lt 1000 ]; do (:) & i=$((i+1)); [ $((i % 20)) = 0 ] && wait; done;"
                  + " wait; echo $i > "
                  + done);
      assertThat(storm.process().waitFor(120, TimeUnit.SECONDS)).as("forks hang").isTrue();
      assertThat(Files.readString(done).strip()).isEqualTo("1000");
      loader.assertStillSchedules();
    }
  }

  @Test
  void stormOfCgroupsLosesACell() throws Exception {
    try (RunningLoader loader = RunningLoader.attached("--set", "debounce.quiet=100ms")) {
      List<Worker> a = workloads.spinners("a", 2);
      for (int number = 0; number < 500; number++) {
        workloads.create("storm" + number);
        if (number >= 3) {
          Files.delete(workloads.cgroups().directory(Workloads.pathOf("storm" + (number - 3))));
        }
      }
      // What was left is there, nothing else is, and it still reacts.
      loader.await(() -> !loader.cpusOf("storm499").isEmpty());
      loader.await(() -> loader.cpusOf("storm400").isEmpty() && loader.cpusOf("storm4").isEmpty());
      assertThat(loader.cpusOf("storm498").isEmpty()).isFalse();
      workloads.create("last");
      loader.await(() -> !loader.cpusOf("last").isEmpty());
      Thread.sleep(1000);
      Workloads.assertInside(a, loader.cpusOf("a"));
      loader.assertStillSchedules();
    }
  }

  @Test
  void planIsLateBehindMkdir() throws Exception {
    List<Long> tookNs = new ArrayList<>();
    try (RunningLoader loader = RunningLoader.attached("--set", AT_ONCE)) {
      for (int round = 0; round < ROUNDS; round++) {
        String cell = "r" + round;
        long beganNs = System.nanoTime();
        workloads.create(cell);
        loader.awaitClosely(() -> loader.newest().contains(" " + cell + " "));
        tookNs.add(System.nanoTime() - beganNs);
        workloads.remove(cell);
        loader.awaitClosely(() -> !loader.newest().contains(" " + cell + " "));
      }
    }
    Percentiles.print("from mkdir to the published plan", tookNs.stream().sorted().toList());
    assertThat(tookNs).hasSize(ROUNDS);
  }
}
