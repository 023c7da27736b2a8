package org.cellsched.sim.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.table.TextTable;

/** Text for a person, in 80 columns. */
final class Page {

  static final int COLUMNS = 80;

  /** Longer names are cut, so that tables fit. */
  private static final int LONGEST_NAME = 16;

  private final PrintWriter out;

  Page(PrintWriter out) {
    this.out = out;
  }

  /** A name that fits into a table. */
  static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "~";
  }

  void println() {
    out.println();
  }

  void println(String line) {
    out.println(line);
  }

  void printf(String format, Object... values) {
    out.printf(format, values);
  }

  void flush() {
    out.flush();
  }

  void table(TextTable table) {
    table.lines(COLUMNS).forEach(out::println);
  }

  /** What it is about, and text in a column of its own. */
  void line(String what, String text) {
    wrapped("%-14s".formatted(what), " ".repeat(14), text);
  }

  /** Text between two margins, in as many lines as it takes; a word that is too long sticks out. */
  void wrapped(String first, String others, String text) {
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
