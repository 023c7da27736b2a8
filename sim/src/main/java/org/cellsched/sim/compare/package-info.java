/**
 * Policies compared on the same scenarios over the same seeds: what each run is worth, means with
 * confidence intervals, and which differences are more than chance.
 */
@NullMarked
package org.cellsched.sim.compare;

import org.jspecify.annotations.NullMarked;
