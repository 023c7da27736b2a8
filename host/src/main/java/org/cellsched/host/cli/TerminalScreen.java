package org.cellsched.host.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellsched.host.table.Screen;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of this process. Java cannot tell its size, so {@code stty} does.
 *
 * @param colours whether it shows them
 */
record TerminalScreen(boolean colours) implements Screen {

  /** Asks programs for no colours, where it is set to anything: see no-color.org. */
  private static final String NO_COLOR = "NO_COLOR";

  private static final String TERMINAL_KIND = "TERM";
  private static final String WITHOUT_COLOURS = "dumb";

  private static final File TERMINAL = new File("/dev/tty");
  private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("([0-9]{1,4}) ([0-9]{1,4})\\s*");
  private static final long PATIENCE_MS = 500;

  /** Less than that is no terminal that somebody reads on. */
  private static final int FEWEST_COLUMNS = 20;

  private static final int FEWEST_ROWS = 4;

  static Screen ofProcess() {
    return new TerminalScreen(coloursWanted(System.getenv(NO_COLOR), System.getenv(TERMINAL_KIND)));
  }

  static boolean coloursWanted(@Nullable String noColor, @Nullable String kind) {
    return (noColor == null || noColor.isEmpty()) && !WITHOUT_COLOURS.equals(kind);
  }

  @Override
  public boolean terminal() {
    return true;
  }

  @Override
  public Size size() {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(TERMINAL).start();
      if (stty.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        return size(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
      }
      stty.destroyForcibly();
    } catch (IOException e) {
      // No stty, or no terminal: the usual size is as good as any.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Size.USUAL;
  }

  /** From what {@code stty size} prints; a terminal that does not know its size says 0. */
  static Size size(String printed) {
    Matcher form = ROWS_AND_COLUMNS.matcher(printed);
    if (!form.matches()) {
      return Size.USUAL;
    }
    int rows = Integer.parseInt(form.group(1));
    int columns = Integer.parseInt(form.group(2));
    return new Size(
        columns == 0 ? Size.USUAL.columns() : Math.max(columns, FEWEST_COLUMNS),
        rows == 0 ? Size.USUAL.rows() : Math.max(rows, FEWEST_ROWS));
  }
}
