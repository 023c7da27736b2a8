/** What a running loader tells others, and how it is asked. */
@NullMarked
package org.cellsched.loader.stats;

import org.jspecify.annotations.NullMarked;
