/** The command line. */
@NullMarked
package org.cellsched.loader.cli;

import org.jspecify.annotations.NullMarked;
