/**
 * A report that people look at: what is known of a run, by whichever host, and its one page of
 * HTML. What a host does not know is left out of the model, and then of the page.
 */
@NullMarked
package org.cellsched.host.report;

import org.jspecify.annotations.NullMarked;
