package org.cellsched.core.control;

import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one cgroup's cpuset.
 *
 * @param readable whether it could ever be read
 * @param cpuset the constraint when it was read last; null if it had none, or was never read
 * @param problem why the newest reading was of no use; empty if it was
 */
public record CpusetKnowledge(
    CgroupIdentity cgroup, boolean readable, @Nullable CpuMask cpuset, String problem) {

  private static final String EMPTY = "it allows no CPU at all";

  /** What is known once {@code reading} has come; {@code before} is null for a new cgroup. */
  static CpusetKnowledge after(
      @Nullable CpusetKnowledge before, CgroupIdentity cgroup, CpusetReading reading) {
    return switch (reading) {
      case CpusetReading.NotSet() -> new CpusetKnowledge(cgroup, true, null, "");
      case CpusetReading.Limited(CpuMask cpus) when cpus.isEmpty() -> failed(before, cgroup, EMPTY);
      case CpusetReading.Limited(CpuMask cpus) -> new CpusetKnowledge(cgroup, true, cpus, "");
      case CpusetReading.Unreadable(String problem) ->
          failed(before, cgroup, problem.isEmpty() ? "unreadable" : problem);
    };
  }

  private static CpusetKnowledge failed(
      @Nullable CpusetKnowledge before, CgroupIdentity cgroup, String problem) {
    return before == null
        ? new CpusetKnowledge(cgroup, false, null, problem)
        : new CpusetKnowledge(cgroup, before.readable, before.cpuset, problem);
  }
}
