package org.cellsched.loader.control;

import org.cellsched.core.control.ControllerEffect.Report;

/** Where the host's own reports go: to the same readers as the controller's. */
public interface Complaints {

  void reported(long nowNs, Report report);
}
