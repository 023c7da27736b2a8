package org.cellsched.loader.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.loader.FakeFiles;
import org.cellsched.loader.cgroup.CgroupTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservedDataPlaneTest {

  private static final CellId WEB = new CellId(1);

  @TempDir private Path root;
  private FakeFiles files;
  private CgroupTree cgroups;
  private ObservedDataPlane dataPlane;

  @BeforeEach
  void oneCellThatIsAnHourOld() throws IOException {
    files = new FakeFiles(root);
    cgroups = new CgroupTree(root.resolve("cg"));
    dataPlane = new ObservedDataPlane(cgroups, root.resolve("proc"));
    used("cg/w/web", 3_600_000_000L, 1_000);
    used("cg", 4_000_000_000L, 5_000);
    plan();
    dataPlane.counters();
  }

  private void used(String cgroup, long micros, long waitedMicros) {
    files
        .with(cgroup + "/cpu.stat", "usage_usec " + micros)
        .with(cgroup + "/cpu.pressure", "some avg10=0.00 total=" + waitedMicros);
  }

  private void plan() throws IOException {
    List<CellAssignment> assignments =
        cgroups.children("/w").stream()
            .map(child -> new CellAssignment(child.identity(), WEB))
            .toList();
    dataPlane.publish(new PublishedPlan(1, new CellPlan(List.of(), false), assignments, List.of()));
  }

  private CellCounters counters(CellId cell) {
    return dataPlane.counters().stream()
        .filter(counters -> counters.id().equals(cell))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void rootCellIsChargedForOthersOrForNothing() {
    used("cg/w/web", 3_600_000_300L, 1_010);
    used("cg", 4_000_000_500L, 5_050);

    assertThat(counters(CellId.ROOT))
        .isEqualTo(new CellCounters(CellId.ROOT, 200_000, 40_000, 0, 0, 0));
  }

  @Test
  void cellsOwnCountersAreChanged() {
    assertThat(counters(WEB))
        .isEqualTo(new CellCounters(WEB, 3_600_000_000_000L, 1_000_000, 0, 0, 0));
  }

  @Test
  void removedCgroupLeavesItsWholeLifeToTheRootCell() throws IOException {
    remove("cg/w/web");
    used("cg", 4_000_000_500L, 5_000);

    assertThat(dataPlane.counters()).extracting(CellCounters::id).containsExactly(CellId.ROOT);
    used("cg", 4_000_000_700L, 5_000);
    assertThat(counters(CellId.ROOT).runNs()).isEqualTo(700_000);
  }

  @Test
  void newCgroupOfTheSameNameCountsForTheOldOne() throws IOException {
    remove("cg/w/web");
    files.folder("cg/w/other");
    used("cg/w/web", 5, 5);

    assertThat(dataPlane.counters()).extracting(CellCounters::id).containsExactly(CellId.ROOT);
  }

  @Test
  void cellThatIsNewToThePlanTakesItsPastFromTheRootCell() throws IOException {
    remove("cg/w/web");
    plan();
    used("cg", 4_000_000_500L, 5_000);
    dataPlane.counters();
    used("cg/w/late", 1_000_000_000L, 0);
    plan();
    used("cg", 4_000_000_900L, 5_000);

    assertThat(counters(CellId.ROOT).runNs()).isEqualTo(900_000);
  }

  @Test
  void kernelWhoseRootCgroupCountsNothingLooksIdle() throws IOException {
    Files.delete(root.resolve("cg/cpu.stat"));
    Files.delete(root.resolve("cg/cpu.pressure"));
    // user 100, nice 20, system 3 are of tasks; idle, iowait, irq, softirq, steal are not.
    files
        .with("proc/stat", "cpu  100 20 3 5000 6 7 8 9 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0")
        .with("proc/pressure/cpu", "some avg10=0.00 total=77");
    MachineUsage usage = new MachineUsage(cgroups, root.resolve("proc"));

    assertThat(usage.cpuTimeNs()).isEqualTo(1_230_000_000L);
    assertThat(usage.waitingTimeNs()).isEqualTo(77_000L);
  }

  private void remove(String folder) throws IOException {
    for (String file : List.of("cpu.stat", "cpu.pressure")) {
      Files.delete(root.resolve(folder).resolve(file));
    }
    Files.delete(root.resolve(folder));
  }
}
