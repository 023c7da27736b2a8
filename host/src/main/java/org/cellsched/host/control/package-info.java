/** What a host of the control plane works with, simulated or real. */
@NullMarked
package org.cellsched.host.control;

import org.jspecify.annotations.NullMarked;
