package org.cellsched.loader.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.files.KernelFile;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks of the machine used: from the root cgroup, which counts in microseconds, or from
 * procfs on kernels whose root cgroup has no counters (before 5.8).
 */
final class MachineUsage {

  /** /proc/stat counts in units of USER_HZ, which is 100 in every build (man 5 proc_stat). */
  private static final long NS_PER_TICK = 10_000_000;

  /** Fields of its first line that are time of tasks: user, nice, system. Guests are in user. */
  private static final List<Integer> OF_TASKS = List.of(1, 2, 3);

  private final CgroupTree cgroups;
  private final Path procfs;

  MachineUsage(CgroupTree cgroups, Path procfs) {
    this.cgroups = cgroups;
    this.procfs = procfs;
  }

  /** CPU time in nanoseconds, counted up since the machine started. */
  long cpuTimeNs() throws IOException {
    Long counted = cgroups.cpuTimeNs(CgroupTree.ROOT);
    return counted == null ? ticks() * NS_PER_TICK : counted;
  }

  private long ticks() throws IOException {
    Path stat = procfs.resolve("stat");
    String line = KernelFile.read(stat).lines().findFirst().orElse("");
    List<String> fields = List.of(line.split(" +", -1));
    long ticks = 0;
    try {
      for (int field : OF_TASKS) {
        ticks += Long.parseLong(fields.get(field));
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException(
          stat + " begins with \"" + line + "\"; expected `cpu` and at least three counters", e);
    }
    return ticks;
  }

  /** Time in which some task waited, in nanoseconds; null on a kernel without PSI. */
  @Nullable Long waitingTimeNs() throws IOException {
    Long counted = cgroups.waitingTimeNs(CgroupTree.ROOT);
    String pressure =
        counted == null ? KernelFile.readIfPresent(procfs.resolve("pressure/cpu")) : null;
    long micros = pressure == null ? -1 : KernelFile.number(pressure, "total");
    return micros < 0 ? counted : Long.valueOf(micros * 1000);
  }
}
