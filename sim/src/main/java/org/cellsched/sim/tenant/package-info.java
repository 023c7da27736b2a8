/**
 * Who is who in a run: tenants, as people named them, and which CPUs each owns by the plan in
 * force. Facts for metrics and checks, taken from cgroups and applied plans, never from the
 * scheduler.
 */
@NullMarked
package org.cellsched.sim.tenant;

import org.jspecify.annotations.NullMarked;
