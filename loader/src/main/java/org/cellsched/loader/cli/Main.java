package org.cellsched.loader.cli;

import java.nio.file.Path;
import org.cellsched.host.cli.Commands;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Program;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code loader}. Subcommands are added in {@link #run(Console, String...)} and nowhere
 * else.
 */
@Command(
    name = Main.NAME,
    description = "Runs CPU cells on this machine.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:fine",
      "1:a check failed",
      "2:wrong usage, bad input, a file that cannot be read or written",
      "3:an internal error; set CELLSCHED_DEBUG=1 for a stack trace",
      "4:the kernel ended the scheduler with an error",
      "130:interrupted"
    })
public final class Main implements Runnable {

  static final String NAME = "loader";

  @Spec private final CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Console.ofProcess(), args));
  }

  /** Runs one command and answers its {@link ExitStatus}; never throws. */
  static int run(Console console, String... args) {
    return new Program(NAME, console).run(() -> commandLine(console, args), args);
  }

  static CommandLine commandLine(Console console, String... args) {
    return new Commands()
        .add("check", () -> new CheckCommand(console))
        .add("observe", () -> new ObserveCommand(console))
        .add("run", () -> new RunCommand(console, Path.of("/"), new RealKernel()))
        .add("monitor", () -> new MonitorCommand(console, Path.of("/")))
        .add("report", () -> new ReportCommand(console))
        .of(new CommandLine(new Main()), args);
  }

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return Program.version(NAME, Main.class);
    }
  }
}
