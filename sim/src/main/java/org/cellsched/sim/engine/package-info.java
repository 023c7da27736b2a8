/**
 * The discrete-event engine: pending events, simulated time, random draws. Knows nothing of CPUs or
 * tasks.
 */
@NullMarked
package org.cellsched.sim.engine;

import org.jspecify.annotations.NullMarked;
