/**
 * Reads workloads of rt-app 1.0 and makes scenarios of them; see docs/rt-app.md. What has no exact
 * counterpart is approximated or left out, and each such place is told.
 */
@NullMarked
package org.cellsched.sim.rtapp;

import org.jspecify.annotations.NullMarked;
