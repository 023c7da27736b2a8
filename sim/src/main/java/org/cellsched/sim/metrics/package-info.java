/** Figures of a run, by tenant and task group, from what happened on the machine. */
@NullMarked
package org.cellsched.sim.metrics;

import org.jspecify.annotations.NullMarked;
