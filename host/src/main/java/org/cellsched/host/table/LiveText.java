package org.cellsched.host.table;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;

/**
 * A page on a terminal that is drawn anew in its place, and leaves nothing behind. While it is
 * there, nobody else writes to the terminal.
 *
 * <p>Control sequences are those of ECMA-48 that every terminal has, and DEC's for the cursor.
 */
public final class LiveText implements AutoCloseable {

  private static final String HIDE_CURSOR = "\033[?25l";
  private static final String SHOW_CURSOR = "\033[?25h";
  private static final String UP = "\033[%dA";
  private static final String ERASE_LINE = "\033[2K";
  private static final String ERASE_BELOW = "\033[J";

  private final PrintWriter out;
  private final Screen screen;
  private List<String> shown = List.of();
  private boolean drawn;

  /**
   * @param screen that {@code out} leads to, a terminal
   */
  public LiveText(PrintWriter out, Screen screen) {
    this.out = out;
    this.screen = screen;
  }

  /**
   * Puts a page in the place of the one before.
   *
   * @param size of the terminal now: what is higher is cut, and so is what is wider
   */
  public void draw(Screen.Size size, Consumer<Page> content) {
    StringWriter text = new StringWriter();
    PrintWriter lines = new PrintWriter(text);
    content.accept(new Page(lines, new Screen.Fixed(true, screen.colours(), size)));
    lines.flush();
    List<String> next =
        text.toString().lines().limit(size.rows() - 1).map(line -> cut(line, size)).toList();

    StringBuilder drawing = new StringBuilder(drawn ? backToFirst(size) : HIDE_CURSOR);
    next.forEach(line -> drawing.append(ERASE_LINE).append(line).append("\r\n"));
    out.print(drawing.append(ERASE_BELOW));
    out.flush();
    shown = next;
    drawn = true;
  }

  /** A line that is too wide would take two. Colours would be cut too: then it goes without. */
  private static String cut(String line, Screen.Size size) {
    if (Tone.columns(line) <= size.columns()) {
      return line;
    }
    return Tone.plain(line).substring(0, size.columns());
  }

  /** To the begin of the first line; a terminal that became narrower has broken lines in two. */
  private String backToFirst(Screen.Size size) {
    int rows =
        shown.stream()
            .mapToInt(line -> Math.max(1, Math.ceilDiv(Tone.columns(line), size.columns())))
            .sum();
    return rows == 0 ? "\r" : "\r" + UP.formatted(rows);
  }

  /** Leaves the last page where it is, and gives the cursor back. */
  public void keep() {
    if (drawn) {
      out.print(SHOW_CURSOR);
      out.flush();
      drawn = false;
      shown = List.of();
    }
  }

  /** Erases it, and gives the cursor back. */
  @Override
  public void close() {
    if (drawn) {
      out.print(backToFirst(screen.size()) + ERASE_BELOW + SHOW_CURSOR);
      out.flush();
      drawn = false;
      shown = List.of();
    }
  }
}
