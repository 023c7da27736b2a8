package org.cellsched.sim.interleaving;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.sim.engine.RandomStream;
import org.cellsched.sim.interleaving.Interleaving.Switch;

/** Decides at each boundary who goes on, and notes what could have been and what was. */
final class Choices {

  static final int GO_ON = -1;

  private final Interleaving interleaving;
  private final RandomStream draws;
  private final List<Integer> candidates = new ArrayList<>();
  private final List<Switch> made = new ArrayList<>();
  private final SortedMap<Integer, Integer> listed = new TreeMap<>();

  Choices(Interleaving interleaving) {
    this.interleaving = interleaving;
    long seed = interleaving instanceof Interleaving.Drawn drawn ? drawn.seed() : 0;
    if (interleaving instanceof Interleaving.Listed list) {
      list.switches().forEach(each -> listed.put(each.boundary(), each.to()));
    }
    draws = new RandomStream(seed, "interleaving", "switches");
  }

  /** Which of {@code count} others goes on, or {@link #GO_ON}. */
  int next(int count) {
    int boundary = candidates.size();
    candidates.add(count);
    int to =
        switch (interleaving) {
          case Interleaving.Drawn drawn -> drawn(boundary, drawn.oneIn(), count);
          case Interleaving.Listed list ->
              Math.min(listed.getOrDefault(boundary, GO_ON), count - 1);
        };
    if (to != GO_ON) {
      made.add(new Switch(boundary, to));
    }
    return to;
  }

  private int drawn(int boundary, int oneIn, int count) {
    boolean switches = Long.remainderUnsigned(draws.bits(2L * boundary), oneIn) == 0;
    return switches ? (int) Long.remainderUnsigned(draws.bits(2L * boundary + 1), count) : GO_ON;
  }

  /** By boundary: how many others could have gone on. */
  List<Integer> candidates() {
    return candidates;
  }

  List<Switch> made() {
    return made;
  }
}
