/**
 * The control plane: {@link CellController}, a state machine without I/O that turns what a host
 * observed into what the host shall do.
 */
@NullMarked
package org.cellsched.core.control;

import org.jspecify.annotations.NullMarked;
