package org.cellsched.core.plan;

/** The steps of {@link PlanLadder}, from the one wished for to the one that cannot fail. */
public enum PlanRung {
  /** The configured planner's own plan, for every cell of the request. */
  CONFIGURED("the configured planner"),
  /** A plan that {@link MatchingPlanner} found, for every cell of the request. */
  MATCHING("a matching of cells and CPUs"),
  /** A plan of either planner for some of the cells; the others stay in the root cell. */
  DEMOTION("a plan without the cells that cannot be satisfied"),
  /** The root cell owns every CPU; all workload cells stay in it. */
  ROOT_ALONE("the root cell alone");

  private final String description;

  PlanRung(String description) {
    this.description = description;
  }

  /** What the rung is, as a noun phrase for people. */
  public String description() {
    return description;
  }
}
