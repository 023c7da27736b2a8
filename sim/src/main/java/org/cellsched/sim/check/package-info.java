/**
 * Checkers: what must hold in every run, judged by what happened on the machine and never by the
 * scheduler's own word.
 */
@NullMarked
package org.cellsched.sim.check;

import org.jspecify.annotations.NullMarked;
