package org.cellsched.loader.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.cellsched.core.control.CellController;
import org.cellsched.core.plan.CellPlanner;
import org.cellsched.core.plan.Planners;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.DurationOption;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.loader.cgroup.CgroupMount;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.control.ControlLoop;
import org.cellsched.loader.control.ObservedDataPlane;
import org.cellsched.loader.topology.MachineTopology;
import org.cellsched.loader.topology.SysfsTopology;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the scheduler would decide on this machine, and attaches nothing. */
@Command(
    name = "observe",
    description = {
      "Watches cgroups, cpusets and CPU time under the stock scheduler, and shows the plans",
      "that the scheduler would apply, with its reasons. Attaches nothing, changes nothing."
    },
    mixinStandardHelpOptions = true)
final class ObserveCommand implements Callable<Integer> {

  private static final Path ROOT = Path.of("/");

  @Option(
      names = "--cell-parent-cgroup",
      paramLabel = "PATH",
      required = true,
      description = "The cgroup whose children would be cells, such as /system.slice.")
  private String cellParent = "";

  @Option(
      names = "--duration",
      paramLabel = "T",
      converter = DurationOption.class,
      description = "How long to watch, such as 5min; without it, until interrupted.")
  private @Nullable Long durationNs;

  @Mixin private PolicyOptions policyOptions = new PolicyOptions();

  private final Console console;

  ObserveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PolicyConfig policy = policyOptions.read();
    CgroupTree cgroups = cgroups();
    String parent = requireCellParent(cgroups);
    MachineTopology machine = machine();
    PrintWriter out = new PrintWriter(console.out(), false, StandardCharsets.UTF_8);
    ObservationPrinter printer = new ObservationPrinter(out, System.nanoTime());
    printer.begins(parent, machine, cgroups);
    CellController controller =
        new CellController(
            policy.controllerConfig(planner(policy)), machine.topology(), machine.online());
    ControlLoop loop =
        new ControlLoop(
            controller,
            new ObservedDataPlane(cgroups),
            new ControlLoop.Setup(cgroups, parent, policy.intervalNs()),
            machine.online(),
            () -> machine().online(),
            printer,
            System::nanoTime);
    try (Interruption interruption = new Interruption()) {
      long beganNs = System.nanoTime();
      BooleanSupplier goesOn =
          () -> !interruption.isPending() && !isOver(System.nanoTime() - beganNs);
      loop.run(goesOn);
      printer.ends(System.nanoTime(), controller);
    }
    return ExitStatus.FINE;
  }

  private boolean isOver(long watchedNs) {
    return durationNs != null && watchedNs >= durationNs;
  }

  private static CellPlanner planner(PolicyConfig policy) {
    CellPlanner planner = Planners.all().get(policy.planner());
    if (planner == null) {
      throw new IllegalStateException("planner " + policy.planner() + " is not known");
    }
    return planner;
  }

  private static CgroupTree cgroups() throws IOException {
    Path mount = CgroupMount.find(ROOT.resolve("proc/self/mountinfo"));
    if (mount == null) {
      throw badInput("cgroup2 is not mounted on this machine; see `loader check`");
    }
    return new CgroupTree(mount);
  }

  private String requireCellParent(CgroupTree cgroups) throws IOException {
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

  private static MachineTopology machine() throws IOException {
    return new SysfsTopology(ROOT.resolve("sys")).read();
  }

  private static CommandFailure badInput(String message) {
    return new CommandFailure(ExitStatus.BAD_INPUT, message);
  }
}
