/** The command {@code sim}: its subcommands, what they read and print, and how they end. */
@NullMarked
package org.cellsched.sim.cli;

import org.jspecify.annotations.NullMarked;
