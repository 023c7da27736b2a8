/**
 * What other tools read of a run, written while it goes on: a trace for Perfetto, and every event
 * for scripts.
 */
@NullMarked
package org.cellsched.sim.export;

import org.jspecify.annotations.NullMarked;
