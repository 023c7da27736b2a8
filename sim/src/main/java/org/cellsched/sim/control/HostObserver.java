package org.cellsched.sim.control;

import java.util.List;
import org.cellsched.core.control.CellStatus;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.cpu.CpuMask;

/** Sees what the control plane does. */
public interface HostObserver {

  /** A plan is in force from now on; every running task has been charged up to now. */
  void applied(long nowNs, Issued issued);

  /** A plan, and what the controller knew when it made it: CPUs online and cells. */
  record Issued(ControllerEffect.ApplyPlan plan, CpuMask online, List<CellStatus> cells) {}

  /** The controller has taken a sample, and sees this of a cell. */
  void sampled(long nowNs, CellStatus cell);

  /** The controller was told something, and answered; its effects are not carried out yet. */
  void told(long nowNs, ControllerInput input, List<ControllerEffect> effects);

  /** The controller has something for people to read. */
  void reported(long nowNs, ControllerEffect.Report report);
}
