package org.cellsched.host.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** What {@code --help} prints, for the tests of both programs. */
public final class HelpText {

  /** Columns of a terminal. */
  public static final int COLUMNS = 80;

  private HelpText() {}

  /** A console that nobody looks at. */
  public static Console console() {
    return new Console(
        new ByteArrayInputStream(new byte[0]),
        new ByteArrayOutputStream(),
        new PrintWriter(new StringWriter()),
        false,
        false);
  }

  /** Options and positional parameters. */
  public static List<ArgSpec> arguments(CommandLine command) {
    return Stream.<ArgSpec>concat(
            command.getCommandSpec().options().stream(),
            command.getCommandSpec().positionalParameters().stream())
        .toList();
  }

  /**
   * The words of the arguments' descriptions that are not printed in one piece: picocli breaks
   * lines behind a dot or a colon too, as in debounce.quiet and http://127.0.0.1.
   */
  public static List<String> brokenWords(CommandLine command) {
    List<String> printed = words(command.getUsageMessage());
    return arguments(command).stream()
        .flatMap(argument -> words(String.join(" ", argument.description())).stream())
        .filter(word -> !printed.contains(word))
        .toList();
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
