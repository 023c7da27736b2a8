package org.cellsched.sim.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.host.cli.Console;
import org.cellsched.host.yaml.Texts;
import org.cellsched.sim.fault.Fault;
import org.cellsched.sim.fault.FaultyClasses;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * {@code --fault NAME}: the whole command is run by classes with that {@link Fault} in them. The
 * command itself need not know.
 */
final class FaultOption {

  private static final String OPTION = "--fault";

  /** Set by the launcher: the checkout that it belongs to, with the sources. */
  private static final String HOME_PROPERTY = "cellsched.home";

  @Option(
      names = OPTION,
      paramLabel = "NAME",
      description = "With this mistake in the sources; see sim faults.")
  private @Nullable String fault;

  /** As words of a command line, a space before them; empty if the option is not there. */
  String asArguments() {
    return fault == null ? "" : " " + OPTION + " " + fault;
  }

  /** Runs a command as it is, or anew with the fault that it names. */
  static IExecutionStrategy strategy(Console console) {
    return parsed -> {
      ParseResult command = parsed;
      while (command.subcommand() != null) {
        command = command.subcommand();
      }
      String name = command.matchedOptionValue(OPTION, (String) null);
      return name == null || name.equals(Fault.switchedOn())
          ? new RunLast().execute(parsed)
          : runWith(name, console, command.commandSpec().commandLine(), parsed.originalArgs());
    };
  }

  private static int runWith(
      String name, Console console, CommandLine command, List<String> arguments) {
    try {
      return (int)
          new FaultyClasses(named(name, command), home(command))
              .loadClass(Main.class.getName())
              .getDeclaredMethod(
                  "run",
                  InputStream.class,
                  OutputStream.class,
                  PrintWriter.class,
                  boolean.class,
                  boolean.class,
                  boolean.class,
                  String[].class)
              .invoke(
                  null,
                  console.in(),
                  console.out(),
                  console.err(),
                  console.stackTraces(),
                  console.outScreen().terminal(),
                  console.terminal(),
                  arguments.toArray(String[]::new));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } catch (IllegalStateException outdated) {
      throw new ParameterException(command, String.valueOf(outdated.getMessage()), outdated);
    }
  }

  /** The fault of this name; complains in the name of {@code command} if there is none. */
  static Fault named(String name, CommandLine command) {
    List<Fault> all = all(command);
    return all.stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(() -> {
          List<String> names = all.stream().map(Fault::name).toList();
          return new ParameterException(
              command,
              "no fault is called %s%s"
                  .formatted(
                      Texts.quote(name), Texts.didYouMean(name, names, "; sim faults lists them")));
        });
  }

  /** All faults that there are; complains in the name of {@code command} without sources. */
  static List<Fault> all(CommandLine command) {
    try {
      return Fault.all(home(command));
    } catch (IllegalStateException bad) {
      throw new ParameterException(command, String.valueOf(bad.getMessage()), bad);
    }
  }

  /** The checkout. */
  static Path home(CommandLine command) {
    String home = System.getProperty(HOME_PROPERTY);
    if (home == null || !Files.isDirectory(Path.of(home))) {
      throw new ParameterException(
          command, "faults are changes of the sources, and these are not here: start bin/sim");
    }
    return Path.of(home);
  }
}
