/** What the parts of cellsched cost, and whole simulations: benchmarks for JMH, and their table. */
@NullMarked
package org.cellsched.bench;

import org.jspecify.annotations.NullMarked;
