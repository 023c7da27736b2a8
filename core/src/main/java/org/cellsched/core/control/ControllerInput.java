package org.cellsched.core.control;

import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.demand.DemandSample;

/** What a host tells the controller. Closed: a journal must know every kind. */
public sealed interface ControllerInput {

  /**
   * The children of the cell parent cgroup, all of them, as listed now. Sent after any notification
   * and whenever the host likes; equal snapshots change nothing.
   */
  record CgroupsListed(List<CgroupState> children) implements ControllerInput {
    public CgroupsListed {
      children = List.copyOf(children);
    }
  }

  /** The CPUs that are online from now on. */
  record CpusOnline(CpuMask online) implements ControllerInput {}

  /** Counters were read. */
  record DemandSampled(DemandSample sample) implements ControllerInput {}

  /** The plan of this generation is in force in the data plane. */
  record PlanApplied(long generation) implements ControllerInput {}

  /** The data plane would not take the plan of this generation; the one before stays in force. */
  record PlanRefused(long generation, String reason) implements ControllerInput {}

  /** The queues of a cell that the plan in force lists as retiring are empty. */
  record CellDrained(CellId cell) implements ControllerInput {}

  /** A time that the controller asked for with {@link ControllerEffect.WakeAt} has come. */
  record Woken() implements ControllerInput {}
}
