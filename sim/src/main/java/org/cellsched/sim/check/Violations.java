package org.cellsched.sim.check;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.table.Amounts;

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

  /** How long something took, and by how much that is too long. */
  static String beyond(long ns, long boundNs) {
    return "%s, %s beyond the bound of %s"
        .formatted(Amounts.duration(ns), Amounts.duration(ns - boundNs), Amounts.duration(boundNs));
  }

  public long count() {
    return count;
  }

  /** The first {@link #KEPT}, in order of time. */
  public List<Violation> kept() {
    return List.copyOf(kept);
  }
}
