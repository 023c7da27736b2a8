/** Reading the kernel's small text files. */
@NullMarked
package org.cellsched.loader.files;

import org.jspecify.annotations.NullMarked;
