/** The event loop that hosts the controller: time, notifications and samples in, plans out. */
@NullMarked
package org.cellsched.loader.control;

import org.jspecify.annotations.NullMarked;
