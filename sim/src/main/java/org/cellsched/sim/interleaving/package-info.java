/**
 * Callbacks that overlap: what happens at one instant on several CPUs is cut into pieces at the
 * calls into the kernel and shuffled, as far as the kernel's locks allow.
 */
@NullMarked
package org.cellsched.sim.interleaving;

import org.jspecify.annotations.NullMarked;
