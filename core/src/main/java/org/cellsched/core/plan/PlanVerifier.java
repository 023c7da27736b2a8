package org.cellsched.core.plan;

import java.util.List;

/** Checks a plan against the request it answers, by the invariants that every planner owes. */
public final class PlanVerifier {

  private PlanVerifier() {}

  /**
   * What is wrong with {@code plan}, a sentence each that names the cell and the CPUs; empty if it
   * may be applied. O(cells × CPUs / 64).
   */
  public static List<String> violations(PlanRequest request, CellPlan plan) {
    throw new UnsupportedOperationException(request.toString() + plan);
  }
}
