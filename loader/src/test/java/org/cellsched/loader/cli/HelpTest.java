package org.cellsched.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.cellsched.host.cli.Console;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** What {@code --help} prints, in the 80 columns of a terminal. */
final class HelpTest {

  static Stream<CommandLine> commands() {
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new PrintWriter(new StringWriter()),
            false,
            false);
    return Main.commandLine(console).getSubcommands().values().stream();
  }

  private static List<ArgSpec> arguments(CommandLine command) {
    return Stream.<ArgSpec>concat(
            command.getCommandSpec().options().stream(),
            command.getCommandSpec().positionalParameters().stream())
        .toList();
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  /** Lines may be broken behind a dot or a colon, as in debounce.quiet and http://127.0.0.1. */
  @ParameterizedTest
  @MethodSource("commands")
  void wordIsBrokenInTwo(CommandLine command) {
    List<String> printed = words(command.getUsageMessage());

    for (ArgSpec argument : arguments(command)) {
      assertThat(printed).containsAll(words(String.join(" ", argument.description())));
    }
  }

  /** The second of two texts begins a line of its own, and is not indented. */
  @ParameterizedTest
  @MethodSource("commands")
  void lineEndsWhereNoParagraphDoes(CommandLine command) {
    for (ArgSpec argument : arguments(command)) {
      assertThat(argument.description()).hasSize(1);
    }
    assertThat(command.getCommandSpec().usageMessage().description())
        .allSatisfy(paragraph -> assertThat(paragraph).endsWith("."));
    assertThat(command.getUsageMessage().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }
}
