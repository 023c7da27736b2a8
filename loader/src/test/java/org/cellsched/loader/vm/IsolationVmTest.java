package org.cellsched.loader.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.stats.LoaderStatistics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who owns which CPUs on a real kernel, and that nobody else runs there. */
@Tag("vm")
class IsolationVmTest {

  @RegisterExtension private final Workloads workloads = new Workloads("a", "b");

  @ParameterizedTest(name = "llcAware={0}")
  @ValueSource(strings = {"false", "true"})
  void cellsShareACpu(String llcAware) throws Exception {
    try (RunningLoader loader = RunningLoader.attached("--set", "llcAware=" + llcAware)) {
      List<Worker> a = workloads.spinners("a", 6);
      List<Worker> b = workloads.spinners("b", 6);
      Thread.sleep(1500); // they come from the root cell
      SchedTrace trace = SchedTrace.begin();
      Workloads.assertInside(a, loader.cpusOf("a"));
      Workloads.assertInside(b, loader.cpusOf("b"));
      trace.end();

      assertThat(loader.cpusOf("a").intersects(loader.cpusOf("b"))).isFalse();
      assertThat(trace.cpusOf(a).isEmpty()).as("the trace is empty").isFalse();
      assertThat(trace.cpusOf(a).andNot(loader.cpusOf("a"))).isEqualTo(CpuMask.none());
      assertThat(trace.cpusOf(b).andNot(loader.cpusOf("b"))).isEqualTo(CpuMask.none());
    }
  }

  @Test
  void swappedCpusetsLeaveWorkersBehind() throws Exception {
    workloads.write("a", "cpuset.cpus", "0-3");
    workloads.write("b", "cpuset.cpus", "4-7");
    try (RunningLoader loader = RunningLoader.attached()) {
      List<Worker> a = workloads.spinners("a", 3);
      List<Worker> b = workloads.spinners("b", 3);
      loader.await(() -> loader.cpusOf("a").equals(CpuList.parse("0-3")));
      Thread.sleep(1500);
      SchedTrace trace = SchedTrace.begin();
      workloads.write("a", "cpuset.cpus", "4-7");
      workloads.write("b", "cpuset.cpus", "0-3");
      loader.await(() -> loader.cpusOf("a").equals(CpuList.parse("4-7")));
      Thread.sleep(2000);
      Workloads.assertInside(a, CpuList.parse("4-7"));
      Workloads.assertInside(b, CpuList.parse("0-3"));
      printHandOver(trace.end(), a, b);
      LoaderStatistics statistics = loader.statistics();
      System.out.printf(
          "measured: re-placed %d waiting tasks in %.2f ms after the swap%n",
          statistics.lastMovedTasks(), statistics.lastReplacedNs() / 1e6);
    }
  }

  /**
   * How long CPUs ran tasks of both cells: from the first turn of the new one to the old's last.
   */
  private static void printHandOver(SchedTrace trace, List<Worker> a, List<Worker> b) {
    List<Long> overlapsNs = new ArrayList<>();
    for (int cpu : CpuList.parse("0-7").toArray()) {
      List<Worker> newcomers = cpu < 4 ? b : a;
      List<Worker> leavers = cpu < 4 ? a : b;
      long firstNs =
          trace.turnsOf(newcomers).stream()
              .filter(turn -> turn.cpu() == cpu)
              .mapToLong(SchedTrace.Turn::fromNs)
              .min()
              .orElse(Long.MAX_VALUE);
      long lastNs =
          trace.turnsOf(leavers).stream()
              .filter(turn -> turn.cpu() == cpu)
              .mapToLong(SchedTrace.Turn::toNs)
              .max()
              .orElse(0);
      overlapsNs.add(firstNs == Long.MAX_VALUE ? 0 : Math.max(0, lastNs - firstNs));
    }
    Percentiles.print("hand-over of a CPU at a cpuset swap", overlapsNs.stream().sorted().toList());
  }

  @Test
  void loneSpinnerStaysOnACpuThatItsCellLost() throws Exception {
    try (RunningLoader loader = RunningLoader.attached("--set", "debounce.quiet=100ms")) {
      Worker lone = workloads.spinner("a");
      workloads.write("a", "cpuset.cpus", "0");
      loader.await(() -> loader.cpusOf("a").equals(CpuMask.of(0)));
      Thread.sleep(1000);
      Workloads.assertInside(List.of(lone), CpuMask.of(0));

      workloads.write("a", "cpuset.cpus", "4-5");
      loader.await(() -> loader.cpusOf("a").equals(CpuMask.of(4, 5)));
      Thread.sleep(1000);
      Workloads.assertInside(List.of(lone), CpuMask.of(4, 5));
      assertThat(lone.milliCpusOver(1000)).isGreaterThan(500);
    }
  }

  @Test
  void excludedCgroupGetsACell() throws Exception {
    try (RunningLoader loader = RunningLoader.attached("--cell-exclude", "b")) {
      List<Worker> excluded = workloads.spinners("b", 2);
      Thread.sleep(1000);
      assertThat(loader.cpusOf("b").isEmpty()).isTrue();
      Workloads.assertInside(excluded, loader.cpusOf("root"));
    }
  }

  @Test
  void cpusetsThatCoverAllLeaveTheRootCellNothing() throws Exception {
    int half = Runtime.getRuntime().availableProcessors() / 2;
    workloads.write("a", "cpuset.cpus", "0-" + (half - 1));
    workloads.write("b", "cpuset.cpus", half + "-" + (2 * half - 1));
    try (RunningLoader loader = RunningLoader.attached("--root-min-cpus", "1")) {
      workloads.spinner("a");
      workloads.spinner("b");
      Worker ofRoot = new Worker(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
      try {
        assertThat(loader.cpusOf("root").size()).isEqualTo(1);
        assertThat(ofRoot.milliCpusOver(8000)).isPositive(); // longer than the watchdog
        Workloads.assertInside(List.of(ofRoot), loader.cpusOf("root"));
        loader.assertStillSchedules();
      } finally {
        ofRoot.process().destroyForcibly();
      }
    }
  }

  @Test
  void someOfMoreCgroupsThanCpusStarve() throws Exception {
    int cgroups = Runtime.getRuntime().availableProcessors() + 6;
    for (int number = 0; number < cgroups; number++) {
      workloads.create("many" + number);
    }
    try (RunningLoader loader = RunningLoader.attached()) {
      // Not in each: an emulator runs its busy CPUs in turn, 0.1 s each. A dozen leave the root
      // cell's a twelfth of the time, and those that wait there take as long as the watchdog.
      int step = 3;
      List<Worker> workers = new ArrayList<>();
      for (int number = 0; number < cgroups; number += step) {
        workers.add(workloads.spinner("many" + number));
      }
      List<Long> beforeMs = workers.stream().map(Worker::ranMs).toList();
      Thread.sleep(8000); // longer than the watchdog
      for (int index = 0; index < workers.size(); index++) {
        assertThat(workers.get(index).ranMs())
            .as("many%d", step * index)
            .isGreaterThan(beforeMs.get(index));
      }
      loader.assertStillSchedules();
      assertThat(loader.output()).contains("WARNING");
    }
  }

  /** Off for the cells only, where sched_ext knows but their parent; then off everywhere. */
  @Test
  void cellsNeedTheCpuController() throws Exception {
    Path atRoot = workloads.cgroups().directory(CgroupTree.ROOT).resolve("cgroup.subtree_control");
    try (RunningLoader loader = RunningLoader.attached()) {
      for (boolean everywhere : new boolean[] {false, true}) {
        Cgroups.write(workloads.cgroups(), Workloads.PARENT, "cgroup.subtree_control", "-cpu");
        if (everywhere) {
          Files.writeString(atRoot, "-cpu");
        }
        List<Worker> moved = workloads.spinners("a", 20); // more than CPUs: some of them wait
        Thread.sleep(1000);
        Workloads.assertInside(moved, loader.cpusOf("a"));
        for (Worker worker : moved) {
          workloads.move(worker, "b");
        }
        Thread.sleep(1000);
        Workloads.assertInside(moved, loader.cpusOf("b"));
        moved.forEach(worker -> worker.process().destroyForcibly());
      }
      loader.assertStillSchedules();
    } finally {
      Files.writeString(atRoot, "+cpu");
    }
  }
}
