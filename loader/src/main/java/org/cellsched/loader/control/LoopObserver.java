package org.cellsched.loader.control;

import java.util.List;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.loader.topology.MachineTopology;

/** Sees what passes between the controller and its host. */
public interface LoopObserver {

  /** A controller begins, or goes on after a restart; it was told nothing yet on this machine. */
  default void begins(
      long nowNs,
      MachineTopology machine,
      CellController controller,
      AttachableDataPlane dataPlane) {}

  /** The controller was told something, and answered: every input, in order, with its effects. */
  default void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {}

  /** A plan is in force from now on; the controller does not know that yet. */
  default void applied(long nowNs, ControllerEffect.ApplyPlan plan, CellController controller) {}

  /** The controller has taken a sample. */
  default void sampled(long nowNs, CellController controller) {}

  /** All is told, and all answers are carried out: a moment at which a checkpoint can be kept. */
  default void settled(long nowNs, CellController controller) {}

  /** The controller, or its host, has something for people to read. */
  default void reported(long nowNs, ControllerEffect.Report report) {}

  /** One that passes everything on to several, in their order. */
  static LoopObserver all(List<LoopObserver> observers) {
    List<LoopObserver> each = List.copyOf(observers);
    return new LoopObserver() {
      @Override
      public void begins(
          long nowNs,
          MachineTopology machine,
          CellController controller,
          AttachableDataPlane dataPlane) {
        each.forEach(observer -> observer.begins(nowNs, machine, controller, dataPlane));
      }

      @Override
      public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
        each.forEach(observer -> observer.told(nowNs, input, effects));
      }

      @Override
      public void applied(long nowNs, ControllerEffect.ApplyPlan plan, CellController controller) {
        each.forEach(observer -> observer.applied(nowNs, plan, controller));
      }

      @Override
      public void sampled(long nowNs, CellController controller) {
        each.forEach(observer -> observer.sampled(nowNs, controller));
      }

      @Override
      public void settled(long nowNs, CellController controller) {
        each.forEach(observer -> observer.settled(nowNs, controller));
      }

      @Override
      public void reported(long nowNs, ControllerEffect.Report report) {
        each.forEach(observer -> observer.reported(nowNs, report));
      }
    };
  }
}
