package org.cellsched.sim.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.host.report.Columns;
import org.cellsched.host.report.Columns.Column;
import org.cellsched.host.report.Magnitude;
import org.cellsched.host.report.Report.CpuMap;
import org.jspecify.annotations.Nullable;

/** Lays out a run's pieces in the columns of a {@link CpuMap}. */
final class MapColumns {

  private static final String NOTHING_SAID = "";

  private final PieceLog log;
  private final int cpuCount;
  private final int cellCount;
  private final Columns columns;
  private final List<Piece> pieces = new ArrayList<>();
  private final SortedMap<Integer, Integer> taskIndex = new TreeMap<>();
  private final List<String> tasks = new ArrayList<>();

  MapColumns(TurnWatch turns, int cpuCount, int cellCount, Columns columns) {
    this.log = turns.log();
    this.cpuCount = cpuCount;
    this.cellCount = cellCount;
    this.columns = columns;
    for (int cpu = 0; cpu < cpuCount; cpu++) {
      pieces.addAll(log.piecesOf(cpu));
    }
    for (Piece piece : pieces) {
      int task = piece.longest.task();
      if (task != Turn.NO_TASK && !taskIndex.containsKey(task)) {
        taskIndex.put(task, tasks.size());
        tasks.add(turns.taskName(task));
      }
    }
  }

  CpuMap map() {
    return new CpuMap(
        log.resolutionNs(),
        log.turns(),
        List.of("a higher scheduling class", "offline"),
        tasks,
        reasons(),
        columns.add(piecesOfCpu()),
        columns.add(gapsNs()),
        column(Piece::lengthNs),
        column(piece -> piece.occupant < 0 ? cellCount - 1 - piece.occupant : piece.occupant),
        column(piece -> piece.isBorrowed() ? 1 : 0),
        column(piece -> piece.turns),
        column(piece -> piece.lengthNs() - piece.busyNs),
        column(piece -> piece.lengthNs() - piece.longestNs),
        column(piece -> taskIndex.getOrDefault(piece.longest.task(), -1)),
        column(piece -> reason(piece.longest.placed())),
        column(piece -> reason(piece.longest.picked())),
        column(piece -> Decision.values().length + 1 + piece.ending.ordinal()),
        column(piece -> Magnitude.of(piece.longest.waitedNs())));
  }

  private Column column(ToLongFunction<Piece> value) {
    return columns.add(pieces.stream().mapToLong(value).toArray());
  }

  /** Nothing, then the decisions, then the endings. */
  private static List<String> reasons() {
    List<String> reasons = new ArrayList<>(List.of(NOTHING_SAID));
    for (Decision decision : Decision.values()) {
      reasons.add(decision.reason());
    }
    for (Ending ending : Ending.values()) {
      reasons.add(ending.words());
    }
    return reasons;
  }

  private static int reason(@Nullable Decision decision) {
    return decision == null ? 0 : decision.ordinal() + 1;
  }

  private int[] piecesOfCpu() {
    int[] counts = new int[cpuCount];
    for (int cpu = 0; cpu < cpuCount; cpu++) {
      counts[cpu] = log.piecesOf(cpu).size();
    }
    return counts;
  }

  private long[] gapsNs() {
    long[] gaps = new long[pieces.size()];
    int next = 0;
    for (int cpu = 0; cpu < cpuCount; cpu++) {
      long endNs = 0;
      for (Piece piece : log.piecesOf(cpu)) {
        gaps[next++] = piece.fromNs - endNs;
        endNs = piece.toNs;
      }
    }
    return gaps;
  }
}
