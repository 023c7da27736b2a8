/**
 * The pure rules of the data plane: virtual time and the choice of an idle CPU. The same rules are
 * written in C for the kernel; everything here is primitive and allocates nothing.
 */
@NullMarked
package org.cellsched.core.dispatch;

import org.jspecify.annotations.NullMarked;
