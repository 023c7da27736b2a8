/**
 * Why a task waited: who had the CPUs that it could have used, what the scheduler decided about it
 * and why. Observers only; nothing here changes a run.
 */
@NullMarked
package org.cellsched.sim.explain;

import org.jspecify.annotations.NullMarked;
