package org.cellsched.sim.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Who had which CPU, over the whole run, in bounded memory. As long as there is room, each turn is
 * a piece of its own. When there is none, the resolution is doubled until half is free again: turns
 * that are shorter, and follow each other closely, become one piece. Long turns stay as they are,
 * however busy other CPUs or other times may be. What comes out depends on the turns alone.
 *
 * <p>Adding costs O(1), averaged over the run.
 */
final class PieceLog {

  /** So much is told apart on the first doubling. */
  private static final long FIRST_RESOLUTION_NS = 1_000;

  private final int mostPieces;
  private final List<List<Piece>> piecesOfCpu = new ArrayList<>();
  private long resolutionNs;
  private int pieces;
  private long turns;

  /**
   * @param mostPieces kept at most, of all CPUs together
   */
  PieceLog(int cpuCount, int mostPieces) {
    this.mostPieces = mostPieces;
    for (int cpu = 0; cpu < cpuCount; cpu++) {
      piecesOfCpu.add(new ArrayList<>());
    }
  }

  /** A turn ended; the turns of a CPU come in the order of time. Empty ones do not count. */
  void add(int cpu, Turn turn, long fromNs, long toNs, Ending ending) {
    if (toNs <= fromNs) {
      return;
    }
    turns++;
    append(piecesOfCpu.get(cpu), new Piece(turn, fromNs, toNs, ending));
    while (pieces > mostPieces) {
      coarsen();
    }
  }

  private void append(List<Piece> ofCpu, Piece next) {
    if (!ofCpu.isEmpty() && ofCpu.getLast().takesIn(next, resolutionNs)) {
      ofCpu.getLast().takeIn(next);
    } else {
      ofCpu.add(next);
      pieces++;
    }
  }

  /** At least half is free afterwards. Ends: two pieces shorter than the resolution become one. */
  private void coarsen() {
    while (pieces > mostPieces / 2) {
      resolutionNs = Math.max(FIRST_RESOLUTION_NS, 2 * resolutionNs);
      pieces = 0;
      for (List<Piece> ofCpu : piecesOfCpu) {
        List<Piece> before = List.copyOf(ofCpu);
        ofCpu.clear();
        before.forEach(piece -> append(ofCpu, piece));
      }
    }
  }

  /** In order of time; together they may leave gaps, in which the CPU was idle. */
  List<Piece> piecesOf(int cpu) {
    return piecesOfCpu.get(cpu);
  }

  /** Pieces shorter than this may stand for several turns; 0 if none does. */
  long resolutionNs() {
    return resolutionNs;
  }

  /** How many turns there were. */
  long turns() {
    return turns;
  }
}
