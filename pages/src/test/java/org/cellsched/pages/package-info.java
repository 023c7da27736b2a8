/** Reports in a real browser. */
@NullMarked
package org.cellsched.pages;

import org.jspecify.annotations.NullMarked;
