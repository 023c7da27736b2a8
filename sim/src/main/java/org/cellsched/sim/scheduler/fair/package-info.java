/**
 * What users have without sched_ext: a model of Linux's fair class, with task groups and {@code
 * cpu.max}. It reaches the kernel through {@link org.cellsched.sim.kernel.Kfuncs} alone.
 */
@NullMarked
package org.cellsched.sim.scheduler.fair;

import org.jspecify.annotations.NullMarked;
