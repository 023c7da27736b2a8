package org.cellsched.sim.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.host.table.Amounts;

/** Adds up who ran on one CPU, switches left out. */
final class CpuUse implements TurnLog.Visitor {

  /** Tasks named at most. */
  private static final int NAMED = 2;

  private final int cpu;
  private final SortedMap<Integer, Long> ranNs = new TreeMap<>();

  CpuUse(int cpu) {
    this.cpu = cpu;
  }

  @Override
  public void turn(int turnsCpu, int occupant, long fromNs, long runsFromNs, long toNs) {
    if (turnsCpu == cpu && occupant >= 0 && toNs > runsFromNs) {
      ranNs.merge(occupant, toNs - runsFromNs, Long::sum);
    }
  }

  @Override
  public void interrupt(int turnsCpu, int occupant, long fromNs, long toNs) {
    // A part of the turn.
  }

  /** Such as {@code crunch/1 for 24.0 ms, crunch/7 for 9.00 ms and 2 others}; empty for nobody. */
  String words(TaskNames names) {
    List<String> words = new ArrayList<>();
    ranNs.entrySet().stream()
        .sorted(Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(NAMED)
        .forEach(entry ->
            words.add(
                "%s for %s"
                    .formatted(names.of(entry.getKey()), Amounts.duration(entry.getValue()))));
    int others = ranNs.size() - words.size();
    if (others > 0) {
      words.add(Amounts.counted(others, "other"));
    }
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** What a task is called, by its number. */
  interface TaskNames {
    String of(int task);
  }
}
