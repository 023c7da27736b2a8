package org.cellsched.host.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.demand.DemandSample;

/**
 * Counters as differences to those of the same cell before, and back. They count up for as long as
 * a machine runs; their differences are short. Sums and differences wrap around, so that both ways
 * together are exact.
 */
final class SampleDifferences {

  private final TreeMap<CellId, CellCounters> before = new TreeMap<>();

  /** What is written instead of this input. */
  ControllerInput toDifferences(ControllerInput input) {
    return switch (input) {
      case ControllerInput.DemandSampled(DemandSample sample) -> {
        List<CellCounters> written = new ArrayList<>();
        for (CellCounters now : sample.cells()) {
          written.add(combined(now, last(now.id()), (value, earlier) -> value - earlier));
          before.put(now.id(), now);
        }
        yield sampled(sample, written);
      }
      case ControllerInput other -> other;
    };
  }

  /** What was meant by what is written. */
  ControllerInput toValues(ControllerInput written) {
    return switch (written) {
      case ControllerInput.DemandSampled(DemandSample sample) -> {
        List<CellCounters> meant = new ArrayList<>();
        for (CellCounters difference : sample.cells()) {
          CellCounters now = combined(difference, last(difference.id()), Long::sum);
          meant.add(now);
          before.put(now.id(), now);
        }
        yield sampled(sample, meant);
      }
      case ControllerInput other -> other;
    };
  }

  private CellCounters last(CellId cell) {
    return before.getOrDefault(cell, new CellCounters(cell, 0, 0, 0, 0, 0));
  }

  private static ControllerInput sampled(DemandSample sample, List<CellCounters> cells) {
    return new ControllerInput.DemandSampled(
        new DemandSample(sample.generation(), sample.takenAtNs(), cells));
  }

  private static CellCounters combined(CellCounters a, CellCounters b, LongBinaryOperator how) {
    return new CellCounters(
        a.id(),
        how.applyAsLong(a.runNs(), b.runNs()),
        how.applyAsLong(a.waitNs(), b.waitNs()),
        how.applyAsLong(a.restrictedWaitNs(), b.restrictedWaitNs()),
        how.applyAsLong(a.borrowedNs(), b.borrowedNs()),
        how.applyAsLong(a.lentNs(), b.lentNs()));
  }
}
