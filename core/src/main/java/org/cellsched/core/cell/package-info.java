/** Cells: their ids, the cgroups they stand for, and what is asked of a plan for them. */
@NullMarked
package org.cellsched.core.cell;

import org.jspecify.annotations.NullMarked;
