/** What a running loader tells of itself: over a UNIX socket, and as OpenMetrics. */
@NullMarked
package org.cellsched.loader.stats;

import org.jspecify.annotations.NullMarked;
