package org.cellsched.loader.topology;

import java.util.Arrays;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;

/**
 * This machine's CPUs.
 *
 * @param topology of all CPUs that may come online, those offline included
 * @param online CPUs that run now
 * @param isolated CPUs that {@code isolcpus} keeps from the scheduler
 * @param hotplugSeq how often CPUs came and went before this was read, as sched_ext counts it;
 *     {@link #NO_HOTPLUG_SEQ} on kernels without
 * @param notes what was repaired or guessed, a sentence each
 */
public record MachineTopology(
    Topology topology, CpuMask online, CpuMask isolated, long hotplugSeq, List<String> notes) {

  public static final long NO_HOTPLUG_SEQ = -1;

  public MachineTopology {
    notes = List.copyOf(notes);
  }

  /** How many last-level caches have a CPU online. */
  public int onlineLlcCount() {
    return (int) Arrays.stream(online.toArray()).map(topology::llcOf).distinct().count();
  }
}
