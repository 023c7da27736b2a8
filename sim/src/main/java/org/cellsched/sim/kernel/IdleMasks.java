package org.cellsched.sim.kernel;

import org.cellsched.core.cpu.Topology;

/**
 * The kernel's idle masks (kernel/sched/ext_idle.c): idle CPUs, and CPUs whose whole core is idle.
 * Kept at every change, so that reading them costs nothing.
 */
final class IdleMasks {

  final long[] cpus;
  final long[] cores;
  private final int[][] siblings;

  IdleMasks(Topology topology) {
    int words = topology.cpuCount() + 63 >>> 6;
    cpus = new long[words];
    cores = new long[words];
    siblings = new int[topology.cpuCount()][];
    for (int cpu = 0; cpu < siblings.length; cpu++) {
      siblings[cpu] = topology.coreMask(topology.coreOf(cpu)).toArray();
    }
  }

  boolean contains(int cpu) {
    return (cpus[cpu >>> 6] >>> cpu & 1) != 0;
  }

  void add(int cpu) {
    cpus[cpu >>> 6] |= 1L << cpu;
    for (int sibling : siblings[cpu]) {
      if (!contains(sibling)) {
        return;
      }
    }
    for (int sibling : siblings[cpu]) {
      cores[sibling >>> 6] |= 1L << sibling;
    }
  }

  void remove(int cpu) {
    cpus[cpu >>> 6] &= ~(1L << cpu);
    for (int sibling : siblings[cpu]) {
      cores[sibling >>> 6] &= ~(1L << sibling);
    }
  }
}
