/** CPUs: sets of them, how such sets are written, and where each CPU sits in the machine. */
@NullMarked
package org.cellsched.core.cpu;

import org.jspecify.annotations.NullMarked;
