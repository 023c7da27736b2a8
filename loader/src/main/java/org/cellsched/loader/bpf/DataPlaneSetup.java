package org.cellsched.loader.bpf;

import java.nio.file.Path;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.policy.DataPlaneConfig;

/**
 * What the data plane is told before it is attached.
 *
 * @param objectFile the compiled BPF program
 * @param topology as it was read after {@code hotplugSeq}
 * @param hotplugSeq of {@code /sys/kernel/sched_ext/hotplug_seq}: if CPUs came or went since, the
 *     kernel ends the scheduler as it attaches it, and asks for a new start; 0: it is not asked to
 *     look
 * @param cellParent path of the cgroup whose children are cells
 * @param watchdogNs how long a task may wait until the kernel ends the scheduler; whole
 *     milliseconds, at most {@link #MOST_WATCHDOG_NS}
 */
public record DataPlaneSetup(
    Path objectFile,
    DataPlaneConfig policy,
    Topology topology,
    long hotplugSeq,
    String cellParent,
    long watchdogNs) {

  /** SCX_WATCHDOG_MAX_TIMEOUT of kernel/sched/ext.c: what the kernel takes, and its default. */
  public static final long MOST_WATCHDOG_NS = 30_000_000_000L;

  /** Depth of the cells' cgroups below cgroup2's root, which is 0. */
  int cellLevel() {
    return cellParent.equals("/") ? 1 : 1 + (int) cellParent.chars().filter(c -> c == '/').count();
  }
}
