/**
 * Fuzzing of the whole system: draws scenarios, runs them with every checker on, and makes those
 * that fail small. What a run draws is a function of the campaign's seed and the run's number.
 */
@NullMarked
package org.cellsched.sim.fuzz;

import org.jspecify.annotations.NullMarked;
