package org.cellsched.core.cpu;

import java.util.Arrays;

/**
 * Where each CPU of a machine sits: core (its SMT siblings), last-level cache (LLC), NUMA node and
 * socket. Immutable.
 *
 * <p>Indices are dense and start at 0. Cores, LLCs, nodes and sockets nest: two CPUs of one core
 * are in one LLC, and so on upwards. CPUs may be offline; the topology is that of the possible
 * machine. Look-ups are O(1).
 */
public final class Topology {

  private final Level cores;
  private final Level llcs;
  private final Level nodes;
  private final Level sockets;

  private Topology(Level cores, Level llcs, Level nodes, Level sockets) {
    this.cores = cores;
    this.llcs = llcs;
    this.nodes = nodes;
    this.sockets = sockets;
  }

  /**
   * A machine from four tables, each indexed by CPU.
   *
   * @throws IllegalArgumentException if lengths differ, indices are not dense from 0, or a part
   *     straddles two parts of the level above
   */
  public static Topology of(int[] coreOf, int[] llcOf, int[] nodeOf, int[] socketOf) {
    Level cores = Level.of("core", coreOf);
    Level llcs = Level.of("LLC", llcOf);
    Level nodes = Level.of("node", nodeOf);
    Level sockets = Level.of("socket", socketOf);
    cores.requireInside(llcs);
    llcs.requireInside(nodes);
    nodes.requireInside(sockets);
    return new Topology(cores, llcs, nodes, sockets);
  }

  /** A machine whose sockets, nodes, LLCs and cores are all alike. */
  public static Topology regular(
      int sockets,
      int nodesPerSocket,
      int llcsPerNode,
      int coresPerLlc,
      int smt,
      SiblingNumbering numbering) {
    int coreCount = sockets * nodesPerSocket * llcsPerNode * coresPerLlc;
    int cpuCount = coreCount * smt;
    int[] coreOf = new int[cpuCount];
    int[] llcOf = new int[cpuCount];
    int[] nodeOf = new int[cpuCount];
    int[] socketOf = new int[cpuCount];
    for (int cpu = 0; cpu < cpuCount; cpu++) {
      int core = numbering == SiblingNumbering.ADJACENT ? cpu / smt : cpu % coreCount;
      coreOf[cpu] = core;
      llcOf[cpu] = core / coresPerLlc;
      nodeOf[cpu] = llcOf[cpu] / llcsPerNode;
      socketOf[cpu] = nodeOf[cpu] / nodesPerSocket;
    }
    return of(coreOf, llcOf, nodeOf, socketOf);
  }

  public int cpuCount() {
    return cores.partOf.length;
  }

  /** Every CPU of the machine. */
  public CpuMask cpus() {
    return CpuMask.firstCpus(cpuCount());
  }

  public int coreCount() {
    return cores.masks.length;
  }

  public int llcCount() {
    return llcs.masks.length;
  }

  public int nodeCount() {
    return nodes.masks.length;
  }

  public int socketCount() {
    return sockets.masks.length;
  }

  public int coreOf(int cpu) {
    return cores.partOf[cpu];
  }

  public int llcOf(int cpu) {
    return llcs.partOf[cpu];
  }

  public int nodeOf(int cpu) {
    return nodes.partOf[cpu];
  }

  public int socketOf(int cpu) {
    return sockets.partOf[cpu];
  }

  /** The CPUs of one core: SMT siblings. */
  public CpuMask coreMask(int core) {
    return cores.masks[core];
  }

  public CpuMask llcMask(int llc) {
    return llcs.masks[llc];
  }

  public CpuMask nodeMask(int node) {
    return nodes.masks[node];
  }

  public CpuMask socketMask(int socket) {
    return sockets.masks[socket];
  }

  /** The smallest part of the machine that holds both CPUs. */
  public CpuDistance distance(int cpu, int other) {
    if (cpu == other) {
      return CpuDistance.SAME_CPU;
    } else if (cores.together(cpu, other)) {
      return CpuDistance.SAME_CORE;
    } else if (llcs.together(cpu, other)) {
      return CpuDistance.SAME_LLC;
    } else if (nodes.together(cpu, other)) {
      return CpuDistance.SAME_NODE;
    }
    return sockets.together(cpu, other) ? CpuDistance.SAME_SOCKET : CpuDistance.OTHER_SOCKET;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Topology that
        && Arrays.equals(cores.partOf, that.cores.partOf)
        && Arrays.equals(llcs.partOf, that.llcs.partOf)
        && Arrays.equals(nodes.partOf, that.nodes.partOf)
        && Arrays.equals(sockets.partOf, that.sockets.partOf);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(cores.partOf) + Arrays.hashCode(llcs.partOf);
  }

  /** Such as {@code 16 CPUs: 1 socket, 1 node, 2 LLCs, 8 cores, SMT 2}. */
  @Override
  public String toString() {
    return "%d CPUs: %s, %s, %s, %s"
        .formatted(
            cpuCount(),
            counted(socketCount(), "socket"),
            counted(nodeCount(), "node"),
            counted(llcCount(), "LLC"),
            counted(coreCount(), "core"));
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** One way to part the machine: cores, LLCs, nodes or sockets. */
  private record Level(String name, int[] partOf, CpuMask[] masks) {

    static Level of(String name, int[] partOf) {
      for (int cpu = 0; cpu < partOf.length; cpu++) {
        if (partOf[cpu] < 0 || partOf[cpu] >= partOf.length) {
          throw new IllegalArgumentException(
              "CPU %d is in %s %d; indices must be dense, from 0 to %d at most"
                  .formatted(cpu, name, partOf[cpu], partOf.length - 1));
        }
      }
      int partCount = Arrays.stream(partOf).max().orElse(-1) + 1;
      MutableCpuMask[] masks = new MutableCpuMask[partCount];
      Arrays.setAll(masks, part -> new MutableCpuMask(partOf.length));
      for (int cpu = 0; cpu < partOf.length; cpu++) {
        masks[partOf[cpu]].set(cpu);
      }
      for (int part = 0; part < partCount; part++) {
        if (masks[part].isEmpty()) {
          throw new IllegalArgumentException(
              name + " " + part + " has no CPU; indices must be dense");
        }
      }
      return new Level(
          name,
          partOf.clone(),
          Arrays.stream(masks).map(MutableCpuMask::toImmutable).toArray(CpuMask[]::new));
    }

    boolean together(int cpu, int other) {
      return partOf[cpu] == partOf[other];
    }

    void requireInside(Level above) {
      if (above.partOf.length != partOf.length) {
        throw new IllegalArgumentException(
            above.name
                + " table has "
                + above.partOf.length
                + " CPUs, "
                + name
                + " table "
                + partOf.length);
      }
      for (int part = 0; part < masks.length; part++) {
        CpuMask aboveMask = above.masks[above.partOf[masks[part].first()]];
        if (!masks[part].isSubsetOf(aboveMask)) {
          throw new IllegalArgumentException(
              name
                  + " "
                  + part
                  + " (CPUs "
                  + masks[part]
                  + ") straddles two of level "
                  + above.name);
        }
      }
    }
  }
}
