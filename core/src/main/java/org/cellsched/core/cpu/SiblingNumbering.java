package org.cellsched.core.cpu;

/** How a machine's firmware numbers the SMT siblings of a core. */
public enum SiblingNumbering {
  /** Siblings follow each other: core 0 is CPUs 0-1. Usual for virtual machines and POWER. */
  ADJACENT,
  /** All first siblings, then all second ones: core 0 is CPUs 0 and n. Usual for x86 servers. */
  SPLIT
}
