package org.cellsched.sim.trace;

import java.util.List;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.workload.RequestObserver;

/**
 * Sees everything that happens in a run, beside the checkers and metrics that every run has. Must
 * not change anything. What an observer does not care about it does not override.
 */
public interface RunObserver extends KernelObserver, RequestObserver {

  /** Sees nothing. */
  RunObserver NONE = new RunObserver() {};

  /** The machine is there, and nothing has happened yet. */
  default void begins(Kernel kernel, Tenants tenants, Ownership ownership) {}

  /**
   * The controller is there, and was told nothing yet. Not called for schedulers without cells.
   *
   * @param policy that it was made with: what the scenario's says, and its scheduler leaves of it
   */
  default void controllerBegins(PolicyConfig policy, CellController controller) {}

  /** The controller was told something, and answered. */
  default void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {}

  /** A plan was put in force; the ownership of CPUs says so already. */
  default void planApplied(long nowNs, PublishedPlan plan) {}

  /** The run is over. */
  default void ends(long nowNs) {}
}
