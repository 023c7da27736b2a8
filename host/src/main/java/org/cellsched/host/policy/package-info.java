/** The policy configuration that the simulator's scenarios and the loader's --config share. */
@NullMarked
package org.cellsched.host.policy;

import org.jspecify.annotations.NullMarked;
