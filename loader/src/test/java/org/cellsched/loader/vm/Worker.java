package org.cellsched.loader.vm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.files.KernelFile;

/** A real task in a cgroup. */
record Worker(Process process) {

  /** Fields of /proc/PID/stat behind the name in parentheses, from 0 (man 5 proc_pid_stat). */
  private static final int UTIME = 11;

  private static final int STIME = 12;
  private static final int PROCESSOR = 36;

  /** USER_HZ. */
  private static final long TICK_MS = 10;

  /** One that never sleeps. */
  static Worker spinner(CgroupTree cgroups, String cgroup) throws IOException {
    return running(cgroups, cgroup, "while :; do :; done");
  }

  static Worker running(CgroupTree cgroups, String cgroup, String script) throws IOException {
    Path procs = cgroups.directory(cgroup).resolve("cgroup.procs");
    return new Worker(new ProcessBuilder("sh", "-c", "echo $$ > " + procs + "; " + script).start());
  }

  private List<String> stat() {
    try {
      String text = KernelFile.read(Path.of("/proc/" + process.pid() + "/stat"));
      return List.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Where it runs, or ran last. */
  int cpu() {
    return Integer.parseInt(stat().get(PROCESSOR));
  }

  /** The CPUs on which it was seen in many looks. */
  static CpuMask cpusOf(List<Worker> workers, int looks) throws InterruptedException {
    CpuMask seen = CpuMask.none();
    for (int look = 0; look < looks; look++) {
      for (Worker worker : workers) {
        seen = seen.with(worker.cpu());
      }
      Thread.sleep(20);
    }
    return seen;
  }

  /** CPU time that it used so far. */
  long ranMs() {
    List<String> stat = stat();
    return (Long.parseLong(stat.get(UTIME)) + Long.parseLong(stat.get(STIME))) * TICK_MS;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  static List<Worker> spinners(CgroupTree cgroups, String cgroup, int count) {
    return IntStream.range(0, count)
        .mapToObj(index -> {
          try {
            return spinner(cgroups, cgroup);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        })
        .toList();
  }
}
