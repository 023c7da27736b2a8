/** A whole simulation: the modelled machine, its control plane and what happens to both. */
@NullMarked
package org.cellsched.sim;

import org.jspecify.annotations.NullMarked;
