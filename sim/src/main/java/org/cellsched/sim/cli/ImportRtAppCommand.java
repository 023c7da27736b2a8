package org.cellsched.sim.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.JsonOutput;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.sim.rtapp.RtAppImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sim import rt-app}. */
@Command(
    name = "rt-app",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a scenario of a workload of rt-app 1.0; see docs/rt-app.md.",
      "What is approximated or left out is told on standard error as FILE:LINE:COLUMN, and "
          + "in the scenario's comment. A file that rt-app would refuse gives none."
    })
public final class ImportRtAppCommand implements Callable<Integer> {

  private final Console console;

  @Spec private final CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Workloads (JSON); several count as one, as for merge.py of rt-app.")
  private List<Path> files = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      defaultValue = "-",
      description = "Where the scenario (YAML) goes; - for standard output, the default.")
  private String output = "-";

  @Option(
      names = "--cpus",
      paramLabel = "N",
      defaultValue = "0",
      description = "CPUs of the machine; by default 8, or as many as the workload names.")
  private int cpus;

  ImportRtAppCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (cpus < 0 || cpus > RtAppImport.MOST_CPUS) {
      throw new ParameterException(
          spec.commandLine(),
          "--cpus is %d; expected 1 to %d".formatted(cpus, RtAppImport.MOST_CPUS));
    }
    JsonOutput target = new JsonOutput(console, output);
    try {
      RtAppImport imported = RtAppImport.of(files, cpus);
      target.writeText(imported.yaml());
      imported.notes().forEach(note -> console.err().println(note));
      return ExitStatus.FINE;
    } catch (InvalidFileException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, "bad workload\n" + e.getMessage(), e);
    }
  }
}
