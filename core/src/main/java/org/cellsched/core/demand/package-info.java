/** Demand: what each cell used and waited for, from the counters of the data plane. */
@NullMarked
package org.cellsched.core.demand;

import org.jspecify.annotations.NullMarked;
