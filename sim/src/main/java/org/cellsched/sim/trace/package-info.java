/** Who watches a run, and what a run leaves behind of what happened: its digest. */
@NullMarked
package org.cellsched.sim.trace;

import org.jspecify.annotations.NullMarked;
