package org.cellsched.core.plan;

/** Shares CPUs in proportion to the cells' weights. */
public final class ProportionalPlanner implements CellPlanner {

  @Override
  public String name() {
    return "proportional";
  }

  @Override
  public CellPlan plan(PlanRequest request) throws PlanException {
    throw new UnsupportedOperationException(request.toString());
  }
}
