/**
 * The simulated host of the control plane: feeds {@link org.cellsched.core.control.CellController}
 * with what a loader would observe and carries out what it answers.
 */
@NullMarked
package org.cellsched.sim.control;

import org.jspecify.annotations.NullMarked;
