/**
 * Known mistakes that can be put back into the sources, to see whether anybody notices. Nothing
 * that schedules or simulates knows of them.
 */
@NullMarked
package org.cellsched.sim.fault;

import org.jspecify.annotations.NullMarked;
