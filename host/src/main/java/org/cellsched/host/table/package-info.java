/** Tables for a terminal, the same for every host. */
@NullMarked
package org.cellsched.host.table;

import org.jspecify.annotations.NullMarked;
