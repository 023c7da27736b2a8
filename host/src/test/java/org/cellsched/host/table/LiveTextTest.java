package org.cellsched.host.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LiveTextTest {

  /**
   * As much of a terminal as it takes: lines that are as wide as they are written, the cursor, and
   * the control sequences. Any other sequence is an error.
   */
  private static final class Terminal {

    private static final Pattern PIECE =
        Pattern.compile("\033\\[(\\??[0-9;]*)([A-Za-z])|\r|\n|[^\033\r\n]+");

    private final int columns;
    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;
    private boolean cursor = true;

    Terminal(int columns, String... before) {
      this.columns = columns;
      for (String line : before) {
        write(line + "\r\n");
      }
    }

    void write(String text) {
      Matcher piece = PIECE.matcher(text);
      int end = 0;
      while (piece.find()) {
        assertThat(piece.start()).as("unknown control sequence").isEqualTo(end);
        end = piece.end();
        if (piece.group(2) != null) {
          control(piece.group(1), piece.group(2));
        } else if (piece.group().equals("\r")) {
          column = 0;
        } else if (piece.group().equals("\n")) {
          down();
        } else {
          print(piece.group());
        }
      }
      assertThat(end).isEqualTo(text.length());
    }

    private void print(String text) {
      for (char each : text.toCharArray()) {
        if (column == columns) {
          down();
          column = 0;
        }
        StringBuilder line = lines.get(row);
        line.append(" ".repeat(Math.max(0, column + 1 - line.length())));
        line.setCharAt(column++, each);
      }
    }

    private void down() {
      row++;
      if (row == lines.size()) {
        lines.add(new StringBuilder());
      }
    }

    private void control(String parameters, String function) {
      switch (function + parameters) {
        case "l?25" -> cursor = false;
        case "h?25" -> cursor = true;
        case "K2" -> lines.get(row).setLength(0);
        case "J" -> {
          lines.get(row).setLength(Math.min(lines.get(row).length(), column));
          lines.subList(row + 1, lines.size()).forEach(line -> line.setLength(0));
        }
        default -> {
          if (function.equals("A")) {
            row -= Integer.parseInt(parameters);
            assertThat(row).as("above the first line").isNotNegative();
          } else {
            assertThat(function).isEqualTo("m");
          }
        }
      }
    }

    List<String> shown() {
      List<String> shown =
          new ArrayList<>(lines.stream().map(line -> line.toString().stripTrailing()).toList());
      while (!shown.isEmpty() && shown.getLast().isEmpty()) {
        shown.removeLast();
      }
      return shown;
    }
  }

  private final StringWriter written = new StringWriter();

  private LiveText live(int columns, int rows, boolean colours) {
    return new LiveText(
        new PrintWriter(written), new Screen.Fixed(true, colours, new Screen.Size(columns, rows)));
  }

  private static void draw(LiveText live, int columns, int rows, String... lines) {
    live.draw(new Screen.Size(columns, rows), page -> List.of(lines).forEach(page::println));
  }

  private void deliver(Terminal terminal) {
    terminal.write(written.toString());
    written.getBuffer().setLength(0);
  }

  @Test
  void oldFrameStaysOrSomethingIsLeftBehind() {
    Terminal terminal = new Terminal(40, "before");
    LiveText live = live(40, 10, false);

    draw(live, 40, 10, "one", "two", "three");
    deliver(terminal);
    assertThat(terminal.shown()).containsExactly("before", "one", "two", "three");
    assertThat(terminal.cursor).isFalse();

    draw(live, 40, 10, "four");
    deliver(terminal);
    assertThat(terminal.shown()).containsExactly("before", "four");

    draw(live, 40, 10, "5", "six", "seven", "eight");
    deliver(terminal);
    assertThat(terminal.shown()).containsExactly("before", "5", "six", "seven", "eight");

    live.close();
    deliver(terminal);
    assertThat(terminal.shown()).containsExactly("before");
    assertThat(terminal.cursor).isTrue();
    assertThat(terminal.row).isEqualTo(1);
    assertThat(terminal.column).isZero();
  }

  @Test
  void cursorIsHiddenOrShownAgainAndAgain() {
    LiveText live = live(40, 10, false);
    draw(live, 40, 10, "one");
    draw(live, 40, 10, "two");
    live.close();
    live.close();

    assertThat(written.toString().split("\033\\[\\?25l", -1)).hasSize(2);
    assertThat(written.toString().split("\033\\[\\?25h", -1)).hasSize(2);
  }

  @Test
  void lastPageIsLost() {
    Terminal terminal = new Terminal(40);
    LiveText live = live(40, 10, false);
    draw(live, 40, 10, "one");
    draw(live, 40, 10, "two");
    live.keep();
    live.close();
    deliver(terminal);

    assertThat(terminal.shown()).containsExactly("two");
    assertThat(terminal.cursor).isTrue();
  }

  @Test
  void nothingDrawnIsErased() {
    live(40, 10, false).close();

    assertThat(written.toString()).isEmpty();
  }

  @Test
  void wideLineBreaksOrLosesItsLastCharacter() {
    Terminal terminal = new Terminal(8);
    LiveText live = live(8, 10, false);

    draw(live, 8, 10, "12345678", "123456789");
    draw(live, 8, 10, "12345678", "123456789");
    deliver(terminal);

    assertThat(terminal.shown()).containsExactly("12345678", "12345678");
  }

  @Test
  void highPageScrollsTheTerminal() {
    Terminal terminal = new Terminal(40);
    draw(live(40, 3, false), 40, 3, "one", "two", "three", "four");
    deliver(terminal);

    assertThat(terminal.shown()).as("and a line for the cursor").containsExactly("one", "two");
  }

  @Test
  void narrowerTerminalKeepsPieces() {
    Terminal terminal = new Terminal(6, "before");
    LiveText live = live(6, 10, false);
    draw(live, 20, 10, "1234567890", "12");
    // As terminals do that break lines anew: this one is as narrow from the beginning.
    deliver(terminal);
    assertThat(terminal.shown()).containsExactly("before", "123456", "7890", "12");

    draw(live, 6, 10, "abc");
    deliver(terminal);
    assertThat(terminal.shown()).containsExactly("before", "abc");
  }

  @Test
  void coloursCountAsColumns() {
    Terminal terminal = new Terminal(8);
    LiveText live = live(8, 10, true);
    live.draw(new Screen.Size(8, 10), page -> page.println(page.paint(Tone.BAD, "12345678")));

    assertThat(written.toString()).contains("\033[1;31m12345678\033[0m");
    deliver(terminal);
    assertThat(terminal.shown()).containsExactly("12345678");
  }
}
