package org.cellsched.loader.stats;

import java.util.List;
import java.util.TreeMap;

/** A snapshot with a value in every component. */
public final class Snapshots {

  private Snapshots() {}

  /** Of a machine whose root cell has no CPU, and with one workload cell of this name. */
  public static LoaderStatistics of(String cell) {
    TreeMap<String, Long> decisions = new TreeMap<>();
    decisions.put("LENT", 7L);
    return new LoaderStatistics(
        "cellsched 1",
        "/w",
        5_000_000_000L,
        1_000_000_000L,
        3,
        4,
        3,
        1,
        9,
        "why",
        "",
        2,
        1_500_000,
        List.of(
            new LoaderStatistics.Cell(
                0, "root", "", "none", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            new LoaderStatistics.Cell(
                1,
                cell,
                "/w/" + cell,
                "0-3",
                4,
                1_250_000,
                4500,
                10,
                20,
                30,
                40,
                50,
                1_000_000_000L,
                5,
                3,
                1024,
                2048,
                4096)),
        decisions,
        List.of("/w/poor"),
        List.of("careful"));
  }
}
