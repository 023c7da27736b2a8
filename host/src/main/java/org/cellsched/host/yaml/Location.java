package org.cellsched.host.yaml;

import java.util.Comparator;

/**
 * A place that a person can go to: a line and a column of a file, or an option of the command line.
 *
 * @param source the file as the user named it, or the text of the option
 * @param line from 1; 0 where the source has no lines: an option, or a file as a whole
 * @param column from 1, in characters (code points); 0 where {@code line} is
 */
public record Location(String source, int line, int column) implements Comparable<Location> {

  private static final Comparator<Location> ORDER =
      Comparator.comparingInt(Location::line)
          .thenComparingInt(Location::column)
          .thenComparing(Location::source);

  /** The source as a whole. */
  public static Location of(String source) {
    return new Location(source, 0, 0);
  }

  /** Options and whole files first, then by line and column. */
  @Override
  public int compareTo(Location other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line:column}, which editors and terminals turn into links, or the source alone. */
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
