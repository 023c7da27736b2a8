package org.cellsched.core.cpu;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Topologies of real machines by name, as Linux shows them in
 * /sys/devices/system/cpu/cpu*&#47;{topology,cache}. Shapes are from the makers' data sheets.
 */
public final class MachinePresets {

  private static final SortedMap<String, Topology> PRESETS = new TreeMap<>();

  static {
    // AMD Zen 4 server, one node per socket (NPS1): 12 dies of 8 cores, each die an LLC.
    split("epyc-9654", 1, 1, 12, 8, 2);
    split("epyc-9654-2s", 2, 1, 12, 8, 2);
    // AMD Zen 3 server: 8 dies of 8 cores.
    split("epyc-7763", 1, 1, 8, 8, 2);
    // The same with four nodes per socket (NPS4).
    split("epyc-7763-nps4", 1, 4, 2, 8, 2);
    // AMD Zen 4 desktop: 2 dies of 8 cores.
    split("ryzen-7950x", 1, 1, 2, 8, 2);
    // Intel Sapphire Rapids: one LLC per socket.
    split("xeon-8480-2s", 2, 1, 1, 56, 2);
    // Arm Neoverse V2 server without SMT, one system-level cache.
    split("graviton4", 1, 1, 1, 96, 1);
  }

  private MachinePresets() {}

  private static void split(
      String name, int sockets, int nodesPerSocket, int llcsPerNode, int cores, int smt) {
    PRESETS.put(
        name,
        Topology.regular(sockets, nodesPerSocket, llcsPerNode, cores, smt, SiblingNumbering.SPLIT));
  }

  /** All presets, sorted by name; unmodifiable. */
  public static SortedMap<String, Topology> all() {
    return Collections.unmodifiableSortedMap(PRESETS);
  }
}
