/** The machine as sysfs describes it. */
@NullMarked
package org.cellsched.loader.topology;

import org.jspecify.annotations.NullMarked;
