package org.cellsched.host.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What each cell has, uses and lends, and how long its tasks wait from a wakeup to a CPU: the same
 * table for people who simulate and people who run.
 */
public final class CellTable {

  /** Stands where there is no figure. */
  public static final String NOTHING = "-";

  private static final long PPM_PER_PERCENT = 10_000;

  /**
   * A row's figures.
   *
   * @param cpus that it owns, as a number or a word
   * @param utilisation of its own CPUs
   * @param demand in CPUs
   */
  public record Cell(
      String name, String cpus, String utilisation, String demand, long borrowedNs, long lentNs) {}

  /** Of so many latencies. */
  public record Percentiles(long count, long p50Ns, long p99Ns, long maxNs) {

    private String text(long ns) {
      return count == 0 ? NOTHING : Amounts.compact(ns);
    }
  }

  private static final List<String> FIGURES = List.of("CPUs", "util", "demand", "borrow", "lent");

  private static final List<String> PERCENTILES = List.of("p50", "p99", "max");

  private final TextTable table;

  /** With columns of one's own, which come between those of {@link Cell} and the percentiles. */
  public CellTable(String... others) {
    this(List.of(), List.of(others));
  }

  /**
   * @param words names of columns of words behind the cell's name
   * @param others names of columns between those of {@link Cell} and the percentiles; the first
   *     that go where there is no room
   */
  public CellTable(List<String> words, List<String> others) {
    List<String> header = new ArrayList<>(List.of("cell"));
    header.addAll(words);
    header.addAll(FIGURES);
    header.addAll(others);
    header.addAll(PERCENTILES);
    table = new TextTable(header.toArray(String[]::new));
    IntStream.rangeClosed(1, words.size()).forEach(table::leftAligned);
    int firstOther = 1 + words.size() + FIGURES.size();
    if (!others.isEmpty()) {
      table.mayLose(IntStream.range(firstOther, firstOther + others.size()).toArray());
    }
    for (String name : List.of("max", "demand", "lent", "borrow", "p50")) {
      table.mayLose(header.lastIndexOf(name));
    }
  }

  /** A row without words of one's own. */
  public void add(Cell cell, List<String> others, Percentiles wakeup) {
    add(cell, List.of(), others, wakeup);
  }

  /** A row, with as many words and other values as the table has columns for them. */
  public void add(Cell cell, List<String> words, List<String> others, Percentiles wakeup) {
    List<String> row = new ArrayList<>(List.of(Page.shortened(cell.name)));
    row.addAll(words);
    row.addAll(
        List.of(
            cell.cpus,
            cell.utilisation,
            cell.demand,
            Amounts.compact(cell.borrowedNs),
            Amounts.compact(cell.lentNs)));
    row.addAll(others);
    row.addAll(
        List.of(wakeup.text(wakeup.p50Ns), wakeup.text(wakeup.p99Ns), wakeup.text(wakeup.maxNs)));
    table.row(row.toArray(String[]::new));
  }

  /** Prints it and answers its header, which tells the columns that found room. */
  public String print(Page page) {
    return page.table(table, "wakeup latency");
  }

  /** Whole percent. */
  public static String percent(long ppm) {
    return (ppm + PPM_PER_PERCENT / 2) / PPM_PER_PERCENT + "%";
  }
}
