/** Rebalancing: when demand has moved far enough that CPUs should follow, and by which weights. */
@NullMarked
package org.cellsched.core.rebalance;

import org.jspecify.annotations.NullMarked;
