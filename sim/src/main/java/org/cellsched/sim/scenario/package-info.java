/** Scenarios: what a simulation runs, as immutable records, and the reader that makes them. */
@NullMarked
package org.cellsched.sim.scenario;

import org.jspecify.annotations.NullMarked;
