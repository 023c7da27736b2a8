package org.cellsched.loader.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.loader.stats.LoaderStatistics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Idle CPUs that are lent, taken back, and moved for good, on a real kernel. */
@Tag("vm")
class BorrowingVmTest {

  private static final String WAKER = "waker";

  @RegisterExtension private final Workloads workloads = new Workloads("a", "b");

  @Test
  void idleCpusAreNotBorrowedOrNotGivenBack() throws Exception {
    int cpus = Runtime.getRuntime().availableProcessors();
    try (RunningLoader loader = RunningLoader.attached("--borrowing")) {
      List<Worker> a = workloads.spinners("a", cpus);
      Thread.sleep(1500);
      CpuMask lent = Worker.cpusOf(a, 40).andNot(loader.cpusOf("a"));
      assertThat(lent.isEmpty()).as("borrowed nothing").isFalse();

      // It has CPUs of its own; what is lent of them comes back.
      Worker owner = workloads.spinner("b");
      Thread.sleep(500);
      assertThat(owner.milliCpusOver(3000)).isGreaterThan(700);
      assertThat(loader.cpusOf("b").contains(owner.cpu())).isTrue();

      LoaderStatistics statistics = loader.statistics();
      assertThat(cell(statistics, "a").borrowedNs()).isPositive();
      assertThat(cell(statistics, "b").lentNs()).isPositive();
      assertThat(statistics.decisions().get(Decision.LENT.name())).isPositive();
    }
  }

  @Test
  void ownerThatWakesGetsNoLentCpuBack() throws Exception {
    int cpus = Runtime.getRuntime().availableProcessors();
    try (RunningLoader loader = RunningLoader.attached("--borrowing")) {
      workloads.spinners("a", cpus);
      workloads.sleepers("b", WAKER, 1, 200, 10_000);
      Thread.sleep(1500);
      long reclaimedBefore = reclaimed(loader);
      SchedTrace trace = SchedTrace.begin();
      Thread.sleep(6000);
      List<Long> latenciesNs = trace.end().latenciesNs(WAKER);

      // Spinners have all CPUs: each time that it runs, somebody had to go for it. How soon is told
      // and not judged: a virtual CPU that has decided to switch may have to wait for its next turn
      // among the others before it does, in emulation for 30 ms and more.
      Percentiles.print("an owner that wakes has its lent CPU back", latenciesNs);
      assertThat(latenciesNs).hasSizeGreaterThan(10);
      assertThat(trace.cpusOfNamed(WAKER).intersects(loader.cpusOf("b"))).isTrue();
      assertThat(reclaimed(loader)).isGreaterThan(reclaimedBefore);
      assertThat(cell(loader.statistics(), "b").wakeups()).isPositive();
    }
  }

  private static long reclaimed(RunningLoader loader) throws Exception {
    return loader.statistics().decisions().get(Decision.RECLAIMED.name());
  }

  private static LoaderStatistics.Cell cell(LoaderStatistics statistics, String name) {
    return statistics.cells().stream()
        .filter(cell -> cell.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Threads that sleep for moments only are placed as they wake, not as a CPU looks for work. */
  @Test
  void wakingTasksDoNotBorrow() throws Exception {
    int cpus = Runtime.getRuntime().availableProcessors();
    try (RunningLoader loader = RunningLoader.attached("--borrowing")) {
      workloads.sleepers("a", WAKER, cpus, 500, 100);
      Thread.sleep(1500);
      SchedTrace trace = SchedTrace.begin();
      Thread.sleep(1000);
      CpuMask used = trace.end().cpusOfNamed(WAKER);

      assertThat(used.intersects(loader.cpusOf("a"))).isTrue();
      assertThat(used.andNot(loader.cpusOf("a")).isEmpty()).as("used %s", used).isFalse();
      LoaderStatistics statistics = loader.statistics();
      assertThat(cell(statistics, "a").borrowedNs()).isPositive();
      assertThat(cell(statistics, "b").lentNs()).isPositive();
      assertThat(statistics.decisions().get(Decision.IDLE_BORROWED.name())).isPositive();
    }
  }

  @Test
  void busyCellGetsNoCpusOfAnIdleOne() throws Exception {
    try (RunningLoader loader =
        RunningLoader.attached("--rebalancing", "--set", "rebalancing.cooldown=1s")) {
      int before = loader.cpusOf("a").size();
      workloads.spinners("a", 2 * before);
      loader.await(() -> loader.cpusOf("a").size() > before);
      loader.await(() -> loader.cpusOf("a").size() > loader.cpusOf("b").size() + 1);
      assertThat(loader.cpusOf("b").isEmpty()).isFalse();
      assertThat(loader.output()).contains("spread");
    }
  }
}
