package org.cellsched.loader.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.loader.cgroup.CgroupMount;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.control.HostRun;
import org.cellsched.loader.files.KernelFile;
import org.cellsched.loader.topology.SysfsTopology;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is common to the commands that host the controller on this machine. */
final class HostOptions {

  @Option(
      names = "--cell-parent-cgroup",
      paramLabel = "PATH",
      required = true,
      description = "The cgroup whose children are cells, such as /system.slice.")
  private String cellParent = "";

  @Mixin private PolicyOptions policy = new PolicyOptions();

  private final Path root;

  /**
   * @param root the root of the file system, {@code /}
   */
  HostOptions(Path root) {
    this.root = root;
  }

  Path procfs() {
    return root.resolve("proc");
  }

  /** The cell parent's path as the rest of the loader wants it. */
  String cellParent() {
    return normal(cellParent);
  }

  /** With a slash at its beginning, and none at its end. */
  static String normal(String cgroup) {
    return "/" + cgroup.replaceAll("^/+|/+$", "");
  }

  /** Throws {@link CommandFailure} with every complaint about the policy, and its place. */
  PolicyConfig readPolicy() {
    return policy.read();
  }

  /** What the options ask for, on this machine. Throws {@link CommandFailure} if it lacks it. */
  HostRun.Setup setup(PolicyConfig read, CgroupTree cgroups, HostRun.DataPlanes dataPlanes) {
    return new HostRun.Setup(
        read.controllerConfig(),
        cgroups,
        requireCellParent(cgroups),
        read.intervalNs(),
        new SysfsTopology(root.resolve("sys")),
        dataPlanes,
        System::nanoTime);
  }

  /** Throws {@link CommandFailure} if there is no cgroup2. */
  CgroupTree cgroups() {
    try {
      Path mount = CgroupMount.find(procfs().resolve("self/mountinfo"));
      if (mount == null) {
        throw badInput("cgroup2 is not mounted on this machine; see `loader check`");
      }
      return new CgroupTree(root.resolve(mount.toString().substring(1)));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private String requireCellParent(CgroupTree cgroups) {
    String path = cellParent();
    if (cgroups.exists(path)) {
      return path;
    }
    String nearest = path;
    while (!cgroups.exists(nearest)) {
      nearest = nearest.substring(0, Math.max(1, nearest.lastIndexOf('/')));
    }
    try {
      List<String> names =
          cgroups.children(nearest).stream().map(child -> child.identity().name()).toList();
      throw badInput(
          "there is no cgroup %s below %s; %s has %s"
              .formatted(
                  path,
                  cgroups.directory(CgroupTree.ROOT),
                  nearest,
                  names.isEmpty() ? "no children" : String.join(", ", names)));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The machine's files, or the cell parent, cannot be read, or not any more. */
  static CommandFailure unreadable(IOException e) {
    return new CommandFailure(ExitStatus.BAD_INPUT, "cannot go on: " + KernelFile.problem(e), e);
  }

  private static CommandFailure badInput(String message) {
    return new CommandFailure(ExitStatus.BAD_INPUT, message);
  }
}
