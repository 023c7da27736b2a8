/** What this machine has, and lacks, of what the scheduler needs. */
@NullMarked
package org.cellsched.loader.check;

import org.jspecify.annotations.NullMarked;
