package org.cellsched.sim.cli;

import org.cellsched.host.cli.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sim import}: makes scenarios of other programs' files, one subcommand for each kind. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "KIND",
    description = "Makes a scenario of a workload that is written for another program.")
public final class ImportCommand implements Runnable {

  @Spec private final CommandSpec spec = CommandSpec.create();

  private ImportCommand() {}

  static CommandLine commandLine(Console console) {
    return new CommandLine(new ImportCommand()).addSubcommand(new ImportRtAppCommand(console));
  }

  /** Without a kind there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "the kind of the file is missing: rt-app");
  }
}
