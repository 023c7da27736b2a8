package org.cellsched.loader.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerCheckpoint;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.loader.bpf.ExitReport;
import org.cellsched.loader.bpf.KernelDataPlane;
import org.cellsched.loader.bpf.Libbpf;
import org.cellsched.loader.bpf.LoadException;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.check.Finding;
import org.cellsched.loader.check.MachineCheck;
import org.cellsched.loader.control.ControlLoop;
import org.cellsched.loader.topology.MachineTopology;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the scheduler on this machine. */
@Command(
    name = "run",
    description = "Schedules this machine by cells, until it is interrupted.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private static final String OBJECT = "cells.bpf.o";

  /** What `run` cannot do without; the rest of `check` only makes it poorer. */
  private static final List<String> NEEDED =
      List.of("kernel", "kernel options", "sched_ext", "BTF", "libbpf", "privileges", "isolcpus");

  @Mixin private HostOptions host = new HostOptions();

  @Option(
      names = "--bpf-object",
      paramLabel = "FILE",
      description = "The scheduler's BPF object; by default the one beside the loader.")
  private @Nullable Path object;

  private final Console console;

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PolicyConfig policy = host.policy();
    CgroupTree cgroups = HostOptions.cgroups();
    String parent = host.requireCellParent(cgroups);
    requireMachine();
    Path objectFile = requireObject();
    PrintWriter out = new PrintWriter(console.out(), false, StandardCharsets.UTF_8);
    ControllerCheckpoint checkpoint = null;
    try (Interruption interruption = new Interruption()) {
      while (true) {
        Session session = new Session(policy, cgroups, parent, objectFile, out, checkpoint);
        Optional<ExitReport> exit = session.run(interruption);
        if (exit.isEmpty()) {
          out.println("Detached; the kernel's own scheduler has taken over.");
          out.flush();
          // A wish to end is no failure: a service manager must not see one.
          Runtime.getRuntime().halt(ExitStatus.FINE);
        } else if (!exit.get().asksForRestart()) {
          return ended(exit.get());
        }
        checkpoint = session.controller.checkpoint();
        out.println("The kernel asks for a new start (" + exit.get().reason() + ").");
        out.flush();
      }
    }
  }

  private int ended(ExitReport exit) {
    String text = exit.reason() + (exit.message().isEmpty() ? "" : ": " + exit.message());
    console.err().println("loader run: the kernel ended the scheduler: " + text);
    return exit.isError() ? ExitStatus.KERNEL_ENDED_SCHEDULER : ExitStatus.FINE;
  }

  private static void requireMachine() {
    List<Finding> missing =
        new MachineCheck(Path.of("/"), CheckCommand::libbpf)
            .findings().stream()
                .filter(finding -> finding.verdict() == Finding.Verdict.MISSING)
                .filter(finding -> NEEDED.contains(finding.what()))
                .toList();
    if (!missing.isEmpty()) {
      throw HostOptions.badInput(
          missing.stream()
              .map(each -> each.what() + ": " + each.found() + "; " + each.advice())
              .collect(Collectors.joining("\n", "this machine cannot run the scheduler\n", "")));
    }
  }

  private Path requireObject() {
    Path file = object == null ? besideTheJar() : object;
    if (!Files.isReadable(file)) {
      throw HostOptions.badInput(
          "there is no BPF object "
              + file
              + "; it is built with clang 16 or newer: bpf/build FILE, then --bpf-object FILE");
    }
    return file;
  }

  private static Path besideTheJar() {
    try {
      Path jar =
          Path.of(RunCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.resolveSibling(OBJECT);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From attaching to detaching. */
  private static final class Session {

    private final PolicyConfig policy;
    private final CgroupTree cgroups;
    private final String parent;
    private final Path objectFile;
    private final PrintWriter out;
    private final MachineTopology machine;
    final CellController controller;

    Session(
        PolicyConfig policy,
        CgroupTree cgroups,
        String parent,
        Path objectFile,
        PrintWriter out,
        @Nullable ControllerCheckpoint checkpoint)
        throws IOException {
      this.policy = policy;
      this.cgroups = cgroups;
      this.parent = parent;
      this.objectFile = objectFile;
      this.out = out;
      machine = HostOptions.machine();
      controller = HostOptions.controller(policy, machine, checkpoint);
    }

    /** Why the kernel ended it; empty if it was interrupted. */
    Optional<ExitReport> run(Interruption interruption) throws IOException, InterruptedException {
      PlanPrinter printer = new PlanPrinter(out, "applied", System.nanoTime());
      Libbpf libbpf = Libbpf.open().orElseThrow();
      try (KernelDataPlane plane =
              KernelDataPlane.load(
                  libbpf, objectFile, policy.dataPlane(), machine.topology(), parent);
          ControlLoop loop = loop(plane, printer)) {
        loop.begin();
        plane.attach();
        printer.begins("Scheduling", "Attached.", parent, machine, cgroups);
        loop.run(() -> !interruption.isPending() && plane.exit().isEmpty());
        return plane.exit();
      } catch (LoadException e) {
        throw new CommandFailure(
            ExitStatus.BAD_INPUT,
            "the kernel does not take the scheduler: " + e.getMessage() + "\n" + e.log(),
            e);
      }
    }

    private ControlLoop loop(KernelDataPlane plane, PlanPrinter printer) {
      return new ControlLoop(
          controller,
          plane,
          new ControlLoop.Setup(cgroups, parent, policy.intervalNs()),
          machine.online(),
          () -> HostOptions.machine().online(),
          printer,
          System::nanoTime);
    }
  }
}
