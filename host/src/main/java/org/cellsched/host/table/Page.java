package org.cellsched.host.table;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text for a person, in 80 columns or as many as the screen has. */
public final class Page {

  /** Of what is no terminal. */
  public static final int COLUMNS = 80;

  /** Longer lines of prose are hard to read. */
  private static final int MOST_PROSE_COLUMNS = 100;

  /** Longer names are cut, so that tables fit. */
  private static final int LONGEST_NAME = 16;

  /** The header of the percentiles, with the space before it. */
  private static final Pattern PERCENTILES = Pattern.compile(" +(p50|p99|max)\\b.*$");

  private final PrintWriter out;
  private final int columns;
  private final boolean colours;

  /** Plain text. */
  public Page(PrintWriter out) {
    this(out, Screen.PLAIN);
  }

  /** Text for a screen, as large as it is now. */
  public Page(PrintWriter out, Screen screen) {
    this.out = out;
    columns = screen.size().columns();
    colours = screen.colours();
  }

  /** The text in a colour, if the screen shows colours. */
  public String paint(Tone tone, String text) {
    return colours ? tone.paint(text) : text;
  }

  /** Whether a line is not too long for the screen. */
  public boolean fits(String line) {
    return Tone.columns(line) <= Math.min(columns, MOST_PROSE_COLUMNS);
  }

  /** A name that fits into a table. */
  public static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "~";
  }

  public void println() {
    out.println();
  }

  public void println(String line) {
    out.println(line);
  }

  public void printf(String format, Object... values) {
    out.printf(format, values);
  }

  public void flush() {
    out.flush();
  }

  /** Prints a table and answers its header, which tells the columns that found room. */
  public String table(TextTable table) {
    List<String> lines = table.lines(columns);
    lines.forEach(out::println);
    return lines.getFirst();
  }

  /** The same, where the last columns are percentiles, which {@code what} says the name of. */
  public String table(TextTable table, String what) {
    List<String> lines = table.lines(columns);
    String header = lines.getFirst();
    String dashes = "-".repeat(Math.max(1, (percentilesWidth(header) - what.length() - 2) / 2));
    String title = dashes + " " + what + " " + dashes;
    out.println();
    out.println(" ".repeat(Math.max(0, header.length() - title.length())) + title);
    lines.forEach(out::println);
    return header;
  }

  private static int percentilesWidth(String header) {
    Matcher percentiles = PERCENTILES.matcher(header);
    return percentiles.find() ? header.length() - percentiles.start() - 1 : 0;
  }

  /** What it is about, and text in a column of its own. */
  public void line(String what, String text) {
    wrapped("%-14s".formatted(what), " ".repeat(14), text);
  }

  /** Text between two margins, in as many lines as it takes; a word that is too long sticks out. */
  public void wrapped(String first, String others, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.split(" ", -1)) {
      if (!empty && !fits(line + " " + word)) {
        lines.add(line.toString());
        line = new StringBuilder(others);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    lines.forEach(each -> out.println(each.stripTrailing()));
  }
}
