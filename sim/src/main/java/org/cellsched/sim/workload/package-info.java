/** What tasks do: behaviours, the random times in them, and request queues. */
@NullMarked
package org.cellsched.sim.workload;

import org.jspecify.annotations.NullMarked;
