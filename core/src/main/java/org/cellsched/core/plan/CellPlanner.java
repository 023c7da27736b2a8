package org.cellsched.core.plan;

/**
 * A way to hand out CPUs to cells. Implementations are pure: the plan depends on the set of inputs,
 * never on their order, and no floating-point number decides a CPU.
 */
public interface CellPlanner {

  /** The name it is chosen by, such as {@code proportional}. */
  String name();

  /**
   * A plan for {@code request} that passes {@link PlanVerifier}.
   *
   * @throws PlanException if the request is invalid, or if this planner finds no plan; it names the
   *     cell where one is to blame
   */
  CellPlan plan(PlanRequest request) throws PlanException;
}
