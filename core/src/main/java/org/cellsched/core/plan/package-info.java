/** Plans: which cell owns which CPUs, and may borrow which; made, verified and compared here. */
@NullMarked
package org.cellsched.core.plan;

import org.jspecify.annotations.NullMarked;
