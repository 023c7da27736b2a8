package org.cellsched.loader.vm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.loader.files.KernelFile;

/** A real task in a cgroup. */
record Worker(Process process) {

  /** Fields of /proc/PID/stat behind the name in parentheses, from 0 (man 5 proc_pid_stat). */
  private static final int UTIME = 11;

  private static final int STIME = 12;
  private static final int PROCESSOR = 36;

  /** USER_HZ. */
  private static final long TICK_MS = 10;

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

  /** From now on it may use these CPUs only. */
  void pin(CpuMask cpus) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("taskset", "-pc", cpus.toString(), Long.toString(process.pid()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (status != 0) {
      throw new AssertionError("taskset " + cpus + " failed");
    }
  }

  /** CPU time that it uses in a stretch of time, in thousandths of one CPU. */
  long milliCpusOver(long ms) throws InterruptedException {
    long beganNs = System.nanoTime();
    long hadMs = ranMs();
    Thread.sleep(ms);
    return (ranMs() - hadMs) * 1_000_000_000 / (System.nanoTime() - beganNs);
  }
}
