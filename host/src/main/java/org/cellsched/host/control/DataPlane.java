package org.cellsched.host.control;

import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.demand.CellCounters;

/** What the control plane's host does to a running data plane: map updates and map reads. */
public interface DataPlane {

  /**
   * Puts a complete plan in force at once, then re-places what runs or waits under the old one:
   * tasks queued for a cell they no longer belong to move, CPUs with a task that may not stay are
   * kicked.
   *
   * @throws RefusedException if it was not taken; the plan before stays in force
   */
  void publish(PublishedPlan plan);

  /** The counters of every cell that exists or is retiring, ascending by id. */
  List<CellCounters> counters();

  /** Whether no task is left in the cell's queues. */
  boolean isDrained(CellId cell);

  /** A plan was not taken; the message says why. */
  final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedException(String reason) {
      super(reason);
    }
  }
}
