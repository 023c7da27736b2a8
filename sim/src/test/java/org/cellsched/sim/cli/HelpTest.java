package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.cellsched.host.cli.HelpText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What {@code --help} prints, in the 80 columns of a terminal. */
final class HelpTest {

  static Stream<CommandLine> commands() {
    return withSubcommands(Main.commandLine(HelpText.console()));
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(HelpTest::withSubcommands));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void wordIsBrokenInTwo(CommandLine command) {
    assertThat(HelpText.brokenWords(command)).isEmpty();
  }

  /**
   * The lists below the options are laid out by hand: a line that is too long is broken anywhere.
   */
  @ParameterizedTest
  @MethodSource("commands")
  void lineOfAListIsBroken(CommandLine command) {
    assertThat(command.getCommandSpec().usageMessage().footer())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(HelpText.COLUMNS));
    assertThat(command.getUsageMessage().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(HelpText.COLUMNS));
  }
}
