/** What a run leaves behind of what happened: its digest. */
@NullMarked
package org.cellsched.sim.trace;

import org.jspecify.annotations.NullMarked;
