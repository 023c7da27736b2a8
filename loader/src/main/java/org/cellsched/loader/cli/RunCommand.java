package org.cellsched.loader.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cellsched.core.control.ControllerCheckpoint;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.DurationOption;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.journal.JournalException;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.table.Amounts;
import org.cellsched.loader.bpf.DataPlaneSetup;
import org.cellsched.loader.bpf.ExitReport;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.check.Finding;
import org.cellsched.loader.check.MachineCheck;
import org.cellsched.loader.control.AttachableDataPlane;
import org.cellsched.loader.control.AttachableDataPlane.DataPlaneException;
import org.cellsched.loader.control.CheckpointFile;
import org.cellsched.loader.control.CheckpointKeeper;
import org.cellsched.loader.control.HostRun;
import org.cellsched.loader.control.LimitNotices;
import org.cellsched.loader.control.LoopObserver;
import org.cellsched.loader.files.KernelFile;
import org.cellsched.loader.topology.MachineTopology;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the scheduler until it is told to stop, or the kernel ends it. */
@Command(
    name = "run",
    description =
        "Attaches the scheduler and gives each child of a cgroup its cell, until interrupted."
            + " Whatever happens to this process, the kernel then goes back to its own scheduler.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private static final Path DEFAULT_CHECKPOINT = Path.of("run/cellsched/checkpoint");
  private static final Path BOOT_ID = Path.of("proc/sys/kernel/random/boot_id");

  /** With a shorter one, the kernel would end the scheduler over a hiccup of the machine. */
  private static final long LEAST_WATCHDOG_NS = 1_000_000_000;

  /**
   * The part of the loader that reaches the kernel. {@code object} is the scheduler's BPF object,
   * null for the one that was built with this program.
   */
  interface Kernel {

    /** What there is of the library that loads schedulers, and of the scheduler to load. */
    List<Finding> findings(@Nullable Path object);

    /** Loads the scheduler, and attaches nothing yet. */
    AttachableDataPlane load(
        @Nullable Path object,
        PolicyConfig policy,
        MachineTopology machine,
        String cellParent,
        long watchdogNs)
        throws DataPlaneException;
  }

  @Mixin private final HostOptions options;

  @Option(
      names = "--bpf-object",
      paramLabel = "FILE",
      description = "The scheduler's BPF object; by default the one beside the loader.")
  private @Nullable Path object;

  @Option(
      names = "--watchdog",
      paramLabel = "TIME",
      converter = DurationOption.class,
      defaultValue = "30s",
      description =
          "How long a task may wait before the kernel takes the machine back; 1s to 30s (default"
              + " ${DEFAULT-VALUE}).")
  private long watchdogNs;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Where the controller's state is kept, so that a restart moves no CPUs;"
              + " /run/cellsched/checkpoint where it is not given.")
  private @Nullable Path checkpoint;

  @Mixin private final JournalOption journal = new JournalOption();
  @Mixin private final StatisticsOptions statistics = new StatisticsOptions();

  private final Console console;
  private final Path root;
  private final Kernel kernel;

  /**
   * @param root the root of the file system, {@code /}
   */
  RunCommand(Console console, Path root, Kernel kernel) {
    this.options = new HostOptions(root);
    this.console = console;
    this.root = root;
    this.kernel = kernel;
  }

  @Override
  public Integer call() throws InterruptedException {
    requireWatchdog();
    PolicyConfig policy = options.readPolicy();
    CgroupTree cgroups = options.cgroups();
    HostRun.Setup setup =
        options.setup(
            policy,
            cgroups,
            machine -> kernel.load(object, policy, machine, options.cellParent(), watchdogNs));
    requireFitMachine();
    PrintWriter out = new PrintWriter(console.out(), false, StandardCharsets.UTF_8);
    HostPrinter printer = new HostPrinter(out, setup, HostPrinter.Wording.RUNNING);
    LimitNotices limits = new LimitNotices(cgroups, setup.cellParent(), printer::reported);
    CheckpointKeeper keeper = keeper(printer);
    HostRun run =
        new HostRun(
            setup,
            kept(keeper),
            LoopObserver.all(
                List.of(
                    printer,
                    limits,
                    journal.observer(policy, printer::reported),
                    keeper,
                    statistics.open(
                        setup.cellParent(),
                        root.resolve(StatisticsOptions.DEFAULT_SOCKET),
                        printer::reported))));
    try (Interruption interruption = new Interruption()) {
      // To be stopped is how this ends: the scheduler is detached, and all is well.
      interruption.endsWith(ExitStatus.FINE);
      ExitReport exit = run.run(() -> !interruption.isPending());
      printer.ends(run.controller());
      return exit == null ? ExitStatus.FINE : tell(exit);
    } catch (IOException e) {
      printer.ends(run.controller());
      throw HostOptions.unreadable(e);
    } catch (DataPlaneException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, String.valueOf(e.getMessage()), e);
    } finally {
      statistics.close();
    }
  }

  private CheckpointKeeper keeper(HostPrinter printer) {
    Path file = checkpoint == null ? root.resolve(DEFAULT_CHECKPOINT) : checkpoint;
    try {
      String bootId = KernelFile.read(root.resolve(BOOT_ID));
      return new CheckpointKeeper(new CheckpointFile(file, bootId), printer::reported);
    } catch (IOException e) {
      throw HostOptions.unreadable(e);
    }
  }

  /**
   * What an earlier run kept. A file that is something else is not ours to overwrite; a checkpoint
   * that this version does not understand is, and the machine is scheduled without it.
   */
  private @Nullable ControllerCheckpoint kept(CheckpointKeeper keeper) {
    try {
      return keeper.read();
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, KernelFile.problem(e), e);
    } catch (JournalException e) {
      console.err().println("loader run: starting without the checkpoint: " + e.getMessage());
      return null;
    }
  }

  private void requireWatchdog() {
    if (watchdogNs < LEAST_WATCHDOG_NS || watchdogNs > DataPlaneSetup.MOST_WATCHDOG_NS) {
      throw new CommandFailure(
          ExitStatus.BAD_INPUT,
          "--watchdog: %s is not between %s and %s"
              .formatted(
                  Amounts.duration(watchdogNs),
                  Amounts.duration(LEAST_WATCHDOG_NS),
                  Amounts.duration(DataPlaneSetup.MOST_WATCHDOG_NS)));
    }
  }

  private void requireFitMachine() {
    List<String> obstacles =
        new MachineCheck(root, options.cellParent(), () -> kernel.findings(object)).obstacles();
    if (!obstacles.isEmpty()) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, String.join("\n", obstacles));
    }
  }

  /**
   * Says why the kernel ended the scheduler; the dump goes to standard error, as it can be long.
   */
  private int tell(ExitReport exit) {
    PrintWriter err = console.err();
    err.println("loader run: the kernel ended the scheduler: " + exit.describe());
    if (!exit.isError()) {
      return ExitStatus.FINE;
    }
    exit.dump().lines().forEach(err::println);
    err.flush();
    return ExitStatus.KERNEL_ENDED_SCHEDULER;
  }
}
