package org.cellsched.host.table;

import java.util.ArrayList;
import java.util.List;

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

  private final TextTable table;

  /**
   * @param others names of columns between those of {@link Cell} and the percentiles
   */
  public CellTable(String... others) {
    List<String> header =
        new ArrayList<>(List.of("cell", "CPUs", "util", "demand", "borrow", "lent"));
    header.addAll(List.of(others));
    header.addAll(List.of("p50", "p99", "max"));
    table = new TextTable(header.toArray(String[]::new));
  }

  /** A row, with as many other values as the table has other columns. */
  public void add(Cell cell, List<String> others, Percentiles wakeup) {
    List<String> row =
        new ArrayList<>(
            List.of(
                Page.shortened(cell.name),
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

  public void print(Page page) {
    page.table(table, "wakeup latency");
  }

  /** Whole percent. */
  public static String percent(long ppm) {
    return (ppm + PPM_PER_PERCENT / 2) / PPM_PER_PERCENT + "%";
  }
}
