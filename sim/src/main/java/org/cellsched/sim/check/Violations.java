package org.cellsched.sim.check;

import java.util.ArrayList;
import java.util.List;

/** Collects violations: all are counted, the first are kept with their details. */
public final class Violations {

  /** How many are kept: enough to see a pattern, few enough to read. */
  public static final int KEPT = 100;

  private final List<Violation> kept = new ArrayList<>();
  private long count;

  public void add(Rule rule, long timeNs, String detail) {
    count++;
    if (kept.size() < KEPT) {
      kept.add(new Violation(rule, timeNs, detail));
    }
  }

  public long count() {
    return count;
  }

  /** The first {@link #KEPT}, in order of time. */
  public List<Violation> kept() {
    return List.copyOf(kept);
  }
}
