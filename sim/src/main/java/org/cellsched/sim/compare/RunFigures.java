package org.cellsched.sim.compare;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.RunResult.CellResult;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one run: some numbers, so that thousands of runs fit into memory.
 *
 * @param valuesBySubject what was measured of each cell, in the order of the result document, and
 *     of the {@link #MACHINE}
 */
public record RunFigures(
    String digest,
    boolean complete,
    long violations,
    SequencedMap<String, Map<Measure, Long>> valuesBySubject) {

  /** The subject of what is measured of the whole machine; no cell has this name. */
  public static final String MACHINE = "machine";

  /** Of a run that reached its end, or that the kernel ended. */
  public static RunFigures of(RunResult run) {
    SequencedMap<String, Map<Measure, Long>> values = new LinkedHashMap<>();
    for (CellResult cell : run.cells()) {
      for (Measure measure : Measure.values()) {
        put(values, cell.name(), measure, measure.of(cell));
      }
    }
    for (Measure measure : Measure.values()) {
      put(values, MACHINE, measure, measure.of(run));
    }
    return new RunFigures(run.digest(), run.complete(), run.violationCount(), values);
  }

  private static void put(
      Map<String, Map<Measure, Long>> values,
      String subject,
      Measure measure,
      @Nullable Long value) {
    if (value != null) {
      values.computeIfAbsent(subject, unknown -> new EnumMap<>(Measure.class)).put(measure, value);
    }
  }

  /**
   * The value; null if there is none. Of a run that did not reach its end only its violations can
   * be compared with those of others.
   */
  @Nullable Long value(String subject, Measure measure) {
    if (!complete && measure != Measure.VIOLATIONS) {
      return null;
    }
    Map<Measure, Long> ofSubject = valuesBySubject.get(subject);
    return ofSubject == null ? null : ofSubject.get(measure);
  }
}
