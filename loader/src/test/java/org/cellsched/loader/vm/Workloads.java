package org.cellsched.loader.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.loader.cgroup.CgroupMount;
import org.cellsched.loader.cgroup.CgroupTree;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A cell parent with real cgroups and real tasks: made before each test; afterwards nothing of it
 * is left, and the kernel's own scheduler is back.
 */
final class Workloads implements BeforeEachCallback, AfterEachCallback {

  static final String PARENT = "/workloads";

  private static final int LOOKS = 40;

  private final List<String> cells;
  private CgroupTree cgroups;

  /**
   * @param cells those that are there when a test begins
   */
  Workloads(String... cells) {
    this.cells = List.of(cells);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    cgroups = new CgroupTree(CgroupMount.find(Path.of("/proc/self/mountinfo")));
    Cgroups.create(cgroups, PARENT);
    Cgroups.write(cgroups, PARENT, "cgroup.subtree_control", "+cpu +cpuset");
    for (String cell : cells) {
      create(cell);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    RunningLoader.killAll();
    Cgroups.removeAll(cgroups, PARENT);
    RunningLoader.await("the kernel's own scheduler", () -> !RunningLoader.isAttached());
  }

  static String pathOf(String cell) {
    return PARENT + "/" + cell;
  }

  CgroupTree cgroups() {
    return cgroups;
  }

  void create(String cell) throws IOException {
    Cgroups.create(cgroups, pathOf(cell));
  }

  /** Kills all that is in it, and removes it. */
  void remove(String cell) throws IOException, InterruptedException {
    Cgroups.removeAll(cgroups, pathOf(cell));
  }

  void write(String cell, String file, String text) throws IOException {
    Cgroups.write(cgroups, pathOf(cell), file, text);
  }

  /** Moves a process to another cell. */
  void move(Worker worker, String cell) throws IOException {
    write(cell, "cgroup.procs", Long.toString(worker.process().pid()));
  }

  /** One that never sleeps. */
  Worker spinner(String cell) throws IOException {
    return running(cell, "while :; do :; done");
  }

  List<Worker> spinners(String cell, int count) throws IOException {
    List<Worker> workers = new ArrayList<>();
    while (workers.size() < count) {
      workers.add(spinner(cell));
    }
    return workers;
  }

  /** A shell script in a cell. */
  Worker running(String cell, String script) throws IOException {
    Path procs = cgroups.directory(pathOf(cell)).resolve("cgroup.procs");
    return new Worker(new ProcessBuilder("sh", "-c", "echo $$ > " + procs + "; " + script).start());
  }

  /** Threads of this name that run and sleep in turns. */
  Worker sleepers(String cell, String thread, int threads, int runUs, int sleepUs)
      throws IOException {
    return rtApp(
        cell,
        "\"%s\": {\"instance\": %d, \"loop\": -1, \"run\": %d, \"sleep\": %d}"
            .formatted(thread, threads, runUs, sleepUs));
  }

  /** A realtime thread that never sleeps, bound to a CPU. */
  Worker realtimeHog(String cell, int cpu) throws IOException {
    return rtApp(
        cell,
        "\"hog\": {\"policy\": \"SCHED_FIFO\", \"priority\": 50, \"cpus\": [%d], \"loop\": -1, \"run\": 100000}"
            .formatted(cpu));
  }

  private Worker rtApp(String cell, String task) throws IOException {
    String program =
        """
        {"tasks": {%s},
         "global": {"duration": -1, "calibration": 10, "lock_pages": false}}
        """
            .formatted(task);
    Path file = Files.createTempFile("rt-app", ".json");
    Files.writeString(file, program);
    return running(cell, "exec rt-app " + file + " > /dev/null 2>&1");
  }

  /** They run on these CPUs and no others, as /proc tells in many looks. */
  static void assertInside(List<Worker> workers, CpuMask cpus) throws InterruptedException {
    CpuMask seen = Worker.cpusOf(workers, LOOKS);
    assertThat(seen.andNot(cpus))
        .as("seen on %s, its CPUs are %s", seen, cpus)
        .isEqualTo(CpuMask.none());
  }
}
