package org.cellsched.loader.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.DurationOption;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.control.AttachableDataPlane.DataPlaneException;
import org.cellsched.loader.control.HostRun;
import org.cellsched.loader.control.LimitNotices;
import org.cellsched.loader.control.LoopObserver;
import org.cellsched.loader.control.ObservedDataPlane;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the scheduler would decide on this machine, and attaches nothing. */
@Command(
    name = "observe",
    description =
        "Watches cgroups, cpusets and CPU time under the stock scheduler, and shows the plans that"
            + " the scheduler would apply, with its reasons. Attaches nothing, changes nothing.",
    mixinStandardHelpOptions = true)
final class ObserveCommand implements Callable<Integer> {

  @Mixin private final HostOptions options = new HostOptions(Path.of("/"));

  @Option(
      names = "--duration",
      paramLabel = "T",
      converter = DurationOption.class,
      description = "How long to watch, such as 5min; without it, until interrupted.")
  private @Nullable Long durationNs;

  @Mixin private final JournalOption journal = new JournalOption();
  @Mixin private final StatisticsOptions statistics = new StatisticsOptions();

  private final Console console;

  ObserveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    PolicyConfig policy = options.readPolicy();
    CgroupTree cgroups = options.cgroups();
    HostRun.Setup setup =
        options.setup(policy, cgroups, machine -> new ObservedDataPlane(cgroups, options.procfs()));
    PrintWriter out = new PrintWriter(console.out(), false, StandardCharsets.UTF_8);
    HostPrinter printer = new HostPrinter(out, setup, HostPrinter.Wording.OBSERVING);
    LimitNotices limits = new LimitNotices(cgroups, setup.cellParent(), printer::reported);
    HostRun run =
        new HostRun(
            setup,
            null,
            LoopObserver.all(
                List.of(
                    printer,
                    limits,
                    journal.observer(policy, printer::reported),
                    statistics.open(setup.cellParent(), null, printer::reported))));
    try (Interruption interruption = new Interruption()) {
      long beganNs = System.nanoTime();
      run.run(() -> !interruption.isPending() && !isOver(System.nanoTime() - beganNs));
      printer.ends(run.controller());
      return interruption.isPending() ? ExitStatus.INTERRUPTED : ExitStatus.FINE;
    } catch (IOException e) {
      printer.ends(run.controller());
      throw HostOptions.unreadable(e);
    } catch (DataPlaneException e) {
      throw new IllegalStateException("nothing is attached, yet that failed", e);
    } finally {
      statistics.close();
    }
  }

  private boolean isOver(long watchedNs) {
    return durationNs != null && watchedNs >= durationNs;
  }
}
