package org.cellsched.host.table;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Text for a person, in 80 columns. */
public final class Page {

  public static final int COLUMNS = 80;

  /** Longer names are cut, so that tables fit. */
  private static final int LONGEST_NAME = 16;

  private final PrintWriter out;

  public Page(PrintWriter out) {
    this.out = out;
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

  public void table(TextTable table) {
    table.lines(COLUMNS).forEach(out::println);
  }

  /** A table whose last three columns are percentiles, which {@code what} says the name of. */
  public void table(TextTable table, String what) {
    List<String> lines = table.lines(COLUMNS);
    String header = lines.getFirst();
    String dashes = "-".repeat(Math.max(1, (percentilesWidth(header) - what.length() - 2) / 2));
    String title = dashes + " " + what + " " + dashes;
    out.println();
    out.println(" ".repeat(Math.max(0, header.length() - title.length())) + title);
    lines.forEach(out::println);
  }

  private static int percentilesWidth(String header) {
    String before = header.substring(0, header.lastIndexOf("p50")).stripTrailing();
    return header.length() - before.length() - 1;
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
      if (!empty && line.length() + 1 + word.length() > COLUMNS) {
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
