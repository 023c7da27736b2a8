package org.cellsched.core.control;

import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;

/**
 * The control plane as a state machine: {@code on(input, now)} answers the effects that the host
 * must carry out. No clock, thread, file, random number or log inside; equal inputs in equal order
 * give equal effects.
 */
public final class CellController {

  private final ControllerConfig config;
  private final Topology topology;
  private final CpuMask online;

  /** A controller that knows no cgroup yet; its first plan follows the first snapshot. */
  public CellController(ControllerConfig config, Topology topology, CpuMask online) {
    this.config = config;
    this.topology = topology;
    this.online = online;
  }

  /** Takes one input at {@code nowNs}, which never runs back, and answers what is to be done. */
  public List<ControllerEffect> on(ControllerInput input, long nowNs) {
    throw new UnsupportedOperationException(input + " at " + nowNs + config + topology + online);
  }

  /** All cells, ascending by id, the root cell first. */
  public List<CellStatus> cells() {
    throw new UnsupportedOperationException();
  }
}
