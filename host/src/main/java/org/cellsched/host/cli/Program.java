package org.cellsched.host.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A program of several commands, so that each of its failures ends in a line for its user and an
 * {@link ExitStatus}.
 *
 * @param name as the user types it
 */
public record Program(String name, Console console) {

  /** Runs one command and answers its {@link ExitStatus}; never throws. */
  public int run(Supplier<CommandLine> commands, String... args) {
    try {
      return commands
          .get()
          .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
          .setErr(console.err())
          .setParameterExceptionHandler((e, rest) -> wrongUsage(e))
          .setExecutionExceptionHandler((e, command, result) -> failed(command, e))
          .execute(args);
    } catch (Throwable e) {
      return internalError(e);
    } finally {
      console.err().flush();
    }
  }

  /** The version that the build wrote into the jar of this class. */
  public static String versionOf(Class<?> main) {
    String version = main.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }

  /** What {@code --version} prints: the version that the build wrote into the jar's manifest. */
  public static String[] version(String name, Class<?> main) {
    return new String[] {name + " " + versionOf(main), "Java " + Runtime.version()};
  }

  private static int wrongUsage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String qualified = command.getCommandSpec().qualifiedName();
    err.println(qualified + ": " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + qualified + " --help'.");
    return ExitStatus.BAD_INPUT;
  }

  private int failed(CommandLine command, Exception e) {
    if (e instanceof CommandFailure failure) {
      console.err().println(command.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
      return failure.exitStatus();
    }
    return internalError(e);
  }

  private int internalError(Throwable e) {
    String hint = console.stackTraces() ? "" : " with what " + Console.DEBUG_VARIABLE + "=1 prints";
    console.err().println(name + ": internal error: " + e + "; please report it" + hint);
    if (console.stackTraces()) {
      e.printStackTrace(console.err());
    }
    return ExitStatus.INTERNAL_ERROR;
  }
}
