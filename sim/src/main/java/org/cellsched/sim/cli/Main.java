package org.cellsched.sim.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code sim}. Subcommands are added in {@link #commandLine} and nowhere else. */
@Command(
    name = "sim",
    description = "Simulates and plans CPU cells.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:fine",
      "1:an invariant or an expectation failed, or a comparison differs",
      "2:wrong usage, bad input, a file that cannot be read or written",
      "3:an internal error; set CELLSCHED_DEBUG=1 for a stack trace",
      "4:the kernel ended the scheduler with an error",
      "130:interrupted; partial results say so"
    })
public final class Main implements Runnable {

  @Spec private final CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Console.ofProcess(), args));
  }

  /** Runs one command and answers its {@link ExitStatus}; never throws. */
  static int run(Console console, String... args) {
    try {
      return commandLine(console).execute(args);
    } catch (Throwable e) {
      return internalError(console, e);
    } finally {
      console.err().flush();
    }
  }

  private static CommandLine commandLine(Console console) {
    return new CommandLine(new Main())
        .addSubcommand(new RunCommand(console))
        .addSubcommand(new ExplainCommand(console))
        .addSubcommand(new DiffCommand(console))
        .addSubcommand(new ValidateCommand(console))
        .addSubcommand(new PlanCommand(console))
        .addSubcommand(ImportCommand.commandLine(console))
        .addSubcommand(new BenchCommand(console))
        .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(console.err())
        .setParameterExceptionHandler((e, args) -> wrongUsage(e))
        .setExecutionExceptionHandler((e, command, result) -> failed(console, command, e));
  }

  /** Without a subcommand there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int wrongUsage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(name + ": " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + name + " --help'.");
    return ExitStatus.BAD_INPUT;
  }

  private static int failed(Console console, CommandLine command, Exception e) {
    if (e instanceof CommandFailure failure) {
      console.err().println(command.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
      return failure.exitStatus();
    }
    return internalError(console, e);
  }

  private static int internalError(Console console, Throwable e) {
    String hint = console.stackTraces() ? "" : " with what " + Console.DEBUG_VARIABLE + "=1 prints";
    console.err().println("sim: internal error: " + e + "; please report it" + hint);
    if (console.stackTraces()) {
      e.printStackTrace(console.err());
    }
    return ExitStatus.INTERNAL_ERROR;
  }

  /** The version that the build wrote into the jar's manifest. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "sim " + (version == null ? "(not from a jar)" : version), "Java " + Runtime.version()
      };
    }
  }
}
