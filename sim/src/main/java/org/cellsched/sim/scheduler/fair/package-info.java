/**
 * Baseline: what users have without sched_ext. The kernel's own fair class (EEVDF) with a line per
 * CPU, group scheduling by {@code cpu.weight}, static cpusets and {@code cpu.max}
 * (kernel/sched/fair.c). What is simplified stands in docs/fidelity.md.
 */
@NullMarked
package org.cellsched.sim.scheduler.fair;

import org.jspecify.annotations.NullMarked;
