package org.cellsched.sim.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
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

/** The command {@code sim}. Subcommands are added in {@link #commandLine} and nowhere else. */
@Command(
    name = Main.NAME,
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

  static final String NAME = "sim";

  @Spec private final CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Console.ofProcess(), args));
  }

  /** Runs one command and answers its {@link ExitStatus}; never throws. */
  public static int run(Console console, String... args) {
    return new Program(NAME, console).run(() -> commandLine(console, args), args);
  }

  /** The same for a caller whose {@link Console} is another class: see {@link FaultOption}. */
  public static int run(
      InputStream in,
      OutputStream out,
      PrintWriter err,
      boolean stackTraces,
      boolean outTerminal,
      boolean errTerminal,
      String[] args) {
    return run(Console.of(in, out, err, stackTraces, outTerminal, errTerminal), args);
  }

  static CommandLine commandLine(Console console, String... args) {
    return new Commands()
        .add("run", () -> new RunCommand(console))
        .add("explain", () -> new ExplainCommand(console))
        .add("compare", () -> new CompareCommand(console))
        .add("diff", () -> new DiffCommand(console))
        .add("replay", () -> new ReplayCommand(console))
        .add("validate", () -> new ValidateCommand(console))
        .add("plan", () -> new PlanCommand(console))
        .add("import", () -> ImportCommand.commandLine(console))
        .add("fuzz", () -> FuzzCommand.commandLine(console))
        .add("interleave", () -> new InterleaveCommand(console))
        .add("faults", () -> new FaultsCommand(console))
        .add("bench", () -> new BenchCommand(console))
        .of(new CommandLine(new Main()), args)
        .setExecutionStrategy(FaultOption.strategy(console));
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
