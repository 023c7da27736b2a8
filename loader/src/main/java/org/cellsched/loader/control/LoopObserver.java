package org.cellsched.loader.control;

import java.util.List;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;

/** Sees what passes between the controller and its host. */
public interface LoopObserver {

  /** The controller was told something, and answered. */
  default void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {}

  /** A plan is in force from now on. */
  default void applied(long nowNs, ControllerEffect.ApplyPlan plan, CellController controller) {}

  /** The controller has taken a sample. */
  default void sampled(long nowNs, CellController controller) {}

  /** The controller, or the loop itself, has something for people to read. */
  default void reported(long nowNs, ControllerEffect.Report report) {}
}
