/**
 * Schedulers for the simulated kernel: the model of the cell scheduler's data plane, and baselines
 * to compare it with. They reach the kernel through {@link org.cellsched.sim.kernel.Kfuncs} alone.
 */
@NullMarked
package org.cellsched.sim.scheduler;

import org.jspecify.annotations.NullMarked;
