package org.cellsched.loader.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerCheckpoint;
import org.cellsched.core.control.ControllerConfig;
import org.cellsched.core.plan.CellPlanner;
import org.cellsched.core.plan.Planners;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.loader.cgroup.CgroupMount;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.topology.MachineTopology;
import org.cellsched.loader.topology.SysfsTopology;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What observing and running have in common: whose children are cells, and the policy. */
final class HostOptions {

  private static final Path ROOT = Path.of("/");

  @Option(
      names = "--cell-parent-cgroup",
      paramLabel = "PATH",
      required = true,
      description = "The cgroup whose children are cells, such as /system.slice.")
  private String cellParent = "";

  @Mixin private PolicyOptions policyOptions = new PolicyOptions();

  /** Throws {@link CommandFailure} with every complaint and its place. */
  PolicyConfig policy() {
    return policyOptions.read();
  }

  static CgroupTree cgroups() throws IOException {
    Path mount = CgroupMount.find(ROOT.resolve("proc/self/mountinfo"));
    if (mount == null) {
      throw badInput("cgroup2 is not mounted on this machine; see `loader check`");
    }
    return new CgroupTree(mount);
  }

  /** The cell parent's path, with a slash before and none behind. */
  String requireCellParent(CgroupTree cgroups) throws IOException {
    String path = "/" + cellParent.replaceAll("^/+|/+$", "");
    if (cgroups.exists(path)) {
      return path;
    }
    String nearest = path;
    while (!cgroups.exists(nearest)) {
      nearest = nearest.substring(0, Math.max(1, nearest.lastIndexOf('/')));
    }
    List<String> names =
        cgroups.children(nearest).stream().map(child -> child.identity().name()).toList();
    throw badInput(
        "there is no cgroup %s below %s; %s has %s"
            .formatted(
                path,
                cgroups.directory("/"),
                nearest,
                names.isEmpty() ? "no children" : String.join(", ", names)));
  }

  static MachineTopology machine() throws IOException {
    return new SysfsTopology(ROOT.resolve("sys")).read();
  }

  /**
   * A controller for this machine.
   *
   * @param checkpoint where it goes on from; null to begin afresh
   */
  static CellController controller(
      PolicyConfig policy, MachineTopology machine, @Nullable ControllerCheckpoint checkpoint) {
    CellPlanner planner = Planners.all().get(policy.planner());
    if (planner == null) {
      throw new IllegalStateException("planner " + policy.planner() + " is not known");
    }
    ControllerConfig config = policy.controllerConfig(planner);
    return checkpoint == null
        ? new CellController(config, machine.topology(), machine.online())
        : CellController.restore(config, machine.topology(), checkpoint);
  }

  static CommandFailure badInput(String message) {
    return new CommandFailure(ExitStatus.BAD_INPUT, message);
  }
}
