package org.cellsched.sim.workload;

import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * A device or timer that interrupts CPUs, each for itself.
 *
 * @param cpus whom it interrupts, null for all
 * @param every from one interrupt of a CPU to the next
 * @param takes time of the CPU that an interrupt takes
 */
public record InterruptSource(@Nullable CpuMask cpus, Distribution every, Distribution takes) {}
