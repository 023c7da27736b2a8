package org.cellsched.loader.control;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerCheckpoint;
import org.cellsched.core.control.ControllerConfig;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.loader.bpf.ExitReport;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.control.AttachableDataPlane.DataPlaneException;
import org.cellsched.loader.topology.MachineTopology;
import org.cellsched.loader.topology.SysfsTopology;
import org.jspecify.annotations.Nullable;

/**
 * Hosts the controller until it is told to stop, or its data plane ended for good: over restarts,
 * in which the machine is read anew, a new data plane is made, and the controller goes on where it
 * was. One thread.
 */
public final class HostRun {

  /** Makes a data plane that no plan was published to yet. */
  public interface DataPlanes {
    AttachableDataPlane open(MachineTopology machine) throws DataPlaneException;
  }

  /**
   * What is hosted where.
   *
   * @param cellParent path of the cgroup whose children are cells
   * @param intervalNs time between two readings of counters
   * @param clockNs the clock of the controller's inputs, CLOCK_MONOTONIC
   */
  public record Setup(
      ControllerConfig config,
      CgroupTree cgroups,
      String cellParent,
      long intervalNs,
      SysfsTopology machine,
      DataPlanes dataPlanes,
      LongSupplier clockNs) {}

  private final Setup setup;
  private final LoopObserver observer;
  private @Nullable ControllerCheckpoint kept;
  private @Nullable CellController controller;

  /**
   * @param kept where an earlier run stopped, null for a fresh start
   */
  public HostRun(Setup setup, @Nullable ControllerCheckpoint kept, LoopObserver observer) {
    this.setup = setup;
    this.kept = kept;
    this.observer = observer;
  }

  /**
   * Runs; answers how the data plane ended, null if this was told to stop.
   *
   * @throws IOException if the machine cannot be read, or the cell parent not be listed any more
   */
  public @Nullable ExitReport run(BooleanSupplier goesOn)
      throws IOException, InterruptedException, DataPlaneException {
    while (true) {
      MachineTopology machine = setup.machine.read();
      try (AttachableDataPlane dataPlane = setup.dataPlanes.open(machine)) {
        CellController current = controllerFor(machine);
        controller = current;
        observer.begins(setup.clockNs.getAsLong(), machine, current, dataPlane);
        ControlLoop loop =
            new ControlLoop(current, dataPlane, loopSetup(), machine.online(), observer);
        ControlLoop.End end = loop.run(() -> goesOn.getAsBoolean() && dataPlane.ended().isEmpty());
        ExitReport exit = dataPlane.ended().orElse(null);
        boolean restarts =
            exit == null ? end == ControlLoop.End.TOPOLOGY_OUTDATED : exit.asksForRestart();
        if (!restarts || !goesOn.getAsBoolean()) {
          return exit;
        }
        kept = current.checkpoint();
        report(
            Severity.INFO,
            "starting anew: "
                + (exit == null ? "a CPU came online that is not known yet" : exit.describe()));
      }
    }
  }

  /** The controller that is hosted now, or was last; null before the first. */
  public @Nullable CellController controller() {
    return controller;
  }

  private ControlLoop.Setup loopSetup() {
    return new ControlLoop.Setup(
        setup.cgroups, setup.cellParent, setup.intervalNs, setup.machine::online, setup.clockNs);
  }

  private CellController controllerFor(MachineTopology machine) {
    ControllerCheckpoint checkpoint = kept;
    boolean fits =
        checkpoint != null
            && !checkpoint.online().isEmpty()
            && checkpoint.online().isSubsetOf(machine.topology().cpus());
    if (checkpoint != null && fits) {
      return CellController.restore(setup.config, machine.topology(), checkpoint);
    }
    if (checkpoint != null) {
      report(
          Severity.WARNING,
          "the checkpoint is of CPUs %s, the machine has %s: starting without it"
              .formatted(checkpoint.online(), machine.topology().cpus()));
    }
    return new CellController(setup.config, machine.topology(), machine.online());
  }

  private void report(Severity severity, String text) {
    observer.reported(setup.clockNs.getAsLong(), new ControllerEffect.Report(severity, text));
  }
}
