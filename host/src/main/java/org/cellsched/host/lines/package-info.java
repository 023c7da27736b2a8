/** Input that comes in lines, such as JSON lines. */
@NullMarked
package org.cellsched.host.lines;

import org.jspecify.annotations.NullMarked;
