package org.cellsched.core.plan;

import java.util.List;

/**
 * What {@link PlanLadder} found.
 *
 * @param plan passes {@link PlanVerifier} for the request without the demoted cells; demoted cells
 *     are not in it
 * @param rung the step that gave the plan
 * @param demoted the cells left out, in the order they were given up; empty on the first two rungs
 * @param explanation for people: why the rungs before this one would not do; empty on the first
 */
public record LadderOutcome(
    CellPlan plan, PlanRung rung, List<Demotion> demoted, String explanation) {

  public LadderOutcome {
    demoted = List.copyOf(demoted);
  }
}
