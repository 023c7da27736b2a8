package org.cellsched.loader.topology;

import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;

/**
 * This machine's CPUs.
 *
 * @param topology of all CPUs that may come online, those offline included
 * @param online CPUs that run now
 * @param isolated CPUs that {@code isolcpus} keeps from the scheduler
 * @param notes what was repaired or guessed, a sentence each
 */
public record MachineTopology(
    Topology topology, CpuMask online, CpuMask isolated, List<String> notes) {
  public MachineTopology {
    notes = List.copyOf(notes);
  }
}
