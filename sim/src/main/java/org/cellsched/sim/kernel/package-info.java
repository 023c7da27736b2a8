/**
 * The simulated kernel: CPUs, tasks, dispatch queues and cgroups, and the order in which sched_ext
 * calls a scheduler. Models what kernel/sched/ext.c does; what is simplified stands in
 * docs/fidelity.md.
 */
@NullMarked
package org.cellsched.sim.kernel;

import org.jspecify.annotations.NullMarked;
