package org.cellsched.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.cellsched.host.table.Screen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalScreenTest {

  @ParameterizedTest
  @CsvSource({
    "'50 132\n', 132, 50",
    "'0 0\n', 80, 24",
    "'1 3\n', 20, 4",
    "'stty: standard input: Inappropriate ioctl for device', 80, 24",
    "'', 80, 24"
  })
  void sizeIsMisread(String printed, int columns, int rows) {
    assertThat(TerminalScreen.size(printed)).isEqualTo(new Screen.Size(columns, rows));
  }

  @Test
  void readerWhoWantsNoColoursGetsThem() {
    assertThat(TerminalScreen.coloursWanted(null, "xterm-256color")).isTrue();
    assertThat(TerminalScreen.coloursWanted("", null)).as("set to nothing").isTrue();
    assertThat(TerminalScreen.coloursWanted("1", "xterm-256color")).isFalse();
    assertThat(TerminalScreen.coloursWanted(null, "dumb")).isFalse();
  }

  @Test
  void fileGetsColours() {
    assertThat(Screen.PLAIN.colours()).isFalse();
    assertThat(Screen.PLAIN.size().columns()).isEqualTo(80);
  }
}
