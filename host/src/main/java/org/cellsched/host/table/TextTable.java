package org.cellsched.host.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of text in aligned columns: the first column to the left, all others (figures) to the right.
 * Two spaces between columns, or one where the table would be too wide otherwise.
 */
public final class TextTable {

  private final List<String[]> rows = new ArrayList<>();

  public TextTable(String... header) {
    rows.add(header.clone());
  }

  /** Adds a row. Throws IllegalArgumentException if it has not as many cells as the header. */
  public TextTable row(String... cells) {
    if (cells.length != rows.getFirst().length) {
      throw new IllegalArgumentException(
          cells.length + " cells in a table of " + rows.getFirst().length + " columns");
    }
    rows.add(cells.clone());
    return this;
  }

  /** The lines of the table, header first, without trailing spaces; for {@code columns} of text. */
  public List<String> lines(int columns) {
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    int gaps = widths.length - 1;
    String gap = Arrays.stream(widths).sum() + 2 * gaps <= columns ? "  " : " ";
    return rows.stream().map(row -> line(row, widths, gap)).toList();
  }

  private static String line(String[] row, int[] widths, String gap) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.length; column++) {
      String padding = " ".repeat(widths[column] - row[column].length());
      if (column > 0) {
        line.append(gap).append(padding).append(row[column]);
      } else {
        line.append(row[column]).append(padding);
      }
    }
    return line.toString().stripTrailing();
  }
}
