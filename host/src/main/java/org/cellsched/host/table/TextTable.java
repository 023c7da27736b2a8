package org.cellsched.host.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Rows of text in aligned columns: the first column to the left, all others (figures) to the right.
 * Two spaces between columns, or one where the table would be too wide otherwise; and where it is
 * too wide even so, without the columns that it may lose.
 */
public final class TextTable {

  /** In place of the width of a column that is left out. */
  private static final int LOST = -1;

  private final List<String[]> rows = new ArrayList<>();
  private final List<int[]> losable = new ArrayList<>();

  public TextTable(String... header) {
    rows.add(header.clone());
  }

  /**
   * Columns, by number, that are left out together where the table is too wide: those of an earlier
   * call before those of a later one.
   */
  public TextTable mayLose(int... columns) {
    losable.add(columns.clone());
    return this;
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
    int[] widths = widths();
    Iterator<int[]> lose = losable.iterator();
    while (width(widths, 1) > columns && lose.hasNext()) {
      for (int column : lose.next()) {
        widths[column] = LOST;
      }
    }
    String gap = width(widths, 2) <= columns ? "  " : " ";
    return rows.stream().map(row -> line(row, widths, gap)).toList();
  }

  private int[] widths() {
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    return widths;
  }

  private static int width(int[] widths, int gap) {
    int[] kept = Arrays.stream(widths).filter(width -> width != LOST).toArray();
    return Arrays.stream(kept).sum() + gap * (kept.length - 1);
  }

  private static String line(String[] row, int[] widths, String gap) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.length; column++) {
      if (widths[column] == LOST) {
        continue;
      }
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
