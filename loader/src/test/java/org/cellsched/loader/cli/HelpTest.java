package org.cellsched.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.cellsched.host.cli.HelpText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** What {@code --help} prints, in the 80 columns of a terminal. */
final class HelpTest {

  static Stream<CommandLine> commands() {
    return Main.commandLine(HelpText.console()).getSubcommands().values().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void wordIsBrokenInTwo(CommandLine command) {
    assertThat(HelpText.brokenWords(command)).isEmpty();
  }

  /** The second of two texts begins a line of its own, and is not indented. */
  @ParameterizedTest
  @MethodSource("commands")
  void lineEndsWhereNoParagraphDoes(CommandLine command) {
    for (ArgSpec argument : HelpText.arguments(command)) {
      assertThat(argument.description()).hasSize(1);
    }
    assertThat(command.getCommandSpec().usageMessage().description())
        .allSatisfy(paragraph -> assertThat(paragraph).endsWith("."));
    assertThat(command.getUsageMessage().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(HelpText.COLUMNS));
  }
}
