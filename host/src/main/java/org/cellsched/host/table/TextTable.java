package org.cellsched.host.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of text in aligned columns: the first column to the left, all others (figures) to the right,
 * two spaces between. As wide as its content.
 */
public final class TextTable {

  private static final String GAP = "  ";

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

  /** The lines of the table, header first, without trailing spaces. */
  public List<String> lines() {
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.length; column++) {
      String padding = " ".repeat(widths[column] - row[column].length());
      if (column > 0) {
        line.append(GAP).append(padding).append(row[column]);
      } else {
        line.append(row[column]).append(padding);
      }
    }
    return line.toString().stripTrailing();
  }

  @Override
  public String toString() {
    return Arrays.deepToString(rows.toArray());
  }
}
