/**
 * The journal: what a controller was told and what it answered, in JSON lines, so that the same
 * core can be asked again. See docs/journal.md.
 */
@NullMarked
package org.cellsched.host.journal;

import org.jspecify.annotations.NullMarked;
