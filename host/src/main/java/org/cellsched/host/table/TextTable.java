package org.cellsched.host.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;

/**
 * Rows of text in aligned columns: the first column to the left, all others (figures) to the right.
 * Two spaces between columns. Where the table would be too wide, it goes without the columns that
 * it may lose, and then with one space.
 */
public final class TextTable {

  /** In place of the width of a column that is left out. */
  private static final int LOST = -1;

  private static final String WIDE_GAP = "  ";
  private static final String NARROW_GAP = " ";

  private final List<String[]> rows = new ArrayList<>();
  private final List<int[]> losable = new ArrayList<>();
  private final BitSet leftAligned = new BitSet();

  public TextTable(String... header) {
    rows.add(header.clone());
    leftAligned.set(0);
  }

  /** Puts a column of words, by number, to the left. */
  public TextTable leftAligned(int column) {
    leftAligned.set(column);
    return this;
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
    boolean wide = width(widths, WIDE_GAP.length()) <= columns;
    while (!wide && lose.hasNext()) {
      for (int column : lose.next()) {
        widths[column] = LOST;
      }
      wide = width(widths, WIDE_GAP.length()) <= columns;
      if (width(widths, NARROW_GAP.length()) <= columns) {
        break;
      }
    }
    String gap = wide ? WIDE_GAP : NARROW_GAP;
    return rows.stream().map(row -> line(row, widths, gap)).toList();
  }

  private int[] widths() {
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        widths[column] = Math.max(widths[column], Tone.columns(row[column]));
      }
    }
    return widths;
  }

  private static int width(int[] widths, int gap) {
    int[] kept = Arrays.stream(widths).filter(width -> width != LOST).toArray();
    return Arrays.stream(kept).sum() + gap * (kept.length - 1);
  }

  private String line(String[] row, int[] widths, String gap) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.length; column++) {
      if (widths[column] == LOST) {
        continue;
      }
      String padding = " ".repeat(widths[column] - Tone.columns(row[column]));
      line.append(line.isEmpty() ? "" : gap)
          .append(leftAligned.get(column) ? row[column] + padding : padding + row[column]);
    }
    return line.toString().stripTrailing();
  }
}
