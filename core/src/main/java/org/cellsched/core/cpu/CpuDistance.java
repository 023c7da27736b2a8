package org.cellsched.core.cpu;

/**
 * How far two CPUs are apart: the smallest part of the machine that holds both. Ordered from near
 * to far, so {@code compareTo} compares distances.
 */
public enum CpuDistance {
  /** One and the same CPU. */
  SAME_CPU,
  /** SMT siblings: one core, shared L1 and L2 caches. */
  SAME_CORE,
  /** Different cores that share a last-level cache. */
  SAME_LLC,
  /** Different last-level caches of one NUMA node. */
  SAME_NODE,
  /** Different nodes of one socket. */
  SAME_SOCKET,
  /** Different sockets. */
  OTHER_SOCKET
}
