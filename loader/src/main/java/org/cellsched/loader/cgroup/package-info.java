/** The cgroup tree as it is: where it is mounted, what it holds, what changes. */
@NullMarked
package org.cellsched.loader.cgroup;

import org.jspecify.annotations.NullMarked;
