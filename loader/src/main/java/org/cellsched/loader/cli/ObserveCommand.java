package org.cellsched.loader.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.cellsched.core.control.CellController;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.DurationOption;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.control.ControlLoop;
import org.cellsched.loader.control.ObservedDataPlane;
import org.cellsched.loader.topology.MachineTopology;
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

  @Mixin private HostOptions host = new HostOptions();

  @Option(
      names = "--duration",
      paramLabel = "T",
      converter = DurationOption.class,
      description = "How long to watch, such as 5min; without it, until interrupted.")
  private @Nullable Long durationNs;

  private final Console console;

  ObserveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PolicyConfig policy = host.policy();
    CgroupTree cgroups = HostOptions.cgroups();
    String parent = host.requireCellParent(cgroups);
    MachineTopology machine = HostOptions.machine();
    PrintWriter out = new PrintWriter(console.out(), false, StandardCharsets.UTF_8);
    PlanPrinter printer = new PlanPrinter(out, "would apply", System.nanoTime());
    printer.begins(
        "Observing", "Nothing is attached; plans are only shown.", parent, machine, cgroups);
    CellController controller = HostOptions.controller(policy, machine, null);
    try (Interruption interruption = new Interruption();
        ControlLoop loop =
            new ControlLoop(
                controller,
                new ObservedDataPlane(cgroups),
                new ControlLoop.Setup(cgroups, parent, policy.intervalNs()),
                machine.online(),
                () -> HostOptions.machine().online(),
                printer,
                System::nanoTime)) {
      long beganNs = System.nanoTime();
      BooleanSupplier goesOn =
          () -> !interruption.isPending() && !isOver(System.nanoTime() - beganNs);
      loop.begin();
      loop.run(goesOn);
      printer.ends(System.nanoTime(), controller);
    }
    return ExitStatus.FINE;
  }

  private boolean isOver(long watchedNs) {
    return durationNs != null && watchedNs >= durationNs;
  }
}
