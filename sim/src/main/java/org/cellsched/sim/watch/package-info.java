/** A run as people see it while it goes on: what each cell does now and did a moment ago. */
@NullMarked
package org.cellsched.sim.watch;

import org.jspecify.annotations.NullMarked;
