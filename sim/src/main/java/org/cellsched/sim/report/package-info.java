/**
 * The report of a run: watches it, keeps what the page shows in bounded memory, and tells in
 * sentences who was hurt.
 */
@NullMarked
package org.cellsched.sim.report;

import org.jspecify.annotations.NullMarked;
