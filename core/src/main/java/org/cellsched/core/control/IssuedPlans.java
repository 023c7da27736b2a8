package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.cellsched.core.cell.CellId;
import org.jspecify.annotations.Nullable;

/**
 * The plans that matter: the one in force, the one in flight, and those whose answer did not come
 * in time. An immutable value.
 *
 * <p>An overdue plan counts as refused, yet the data plane may have taken it: its cells stay
 * planned, and its late acknowledgement is believed as long as no newer plan is known to be in
 * force (a host never goes back to an older generation). All hold: applied &lt; overdue &lt; in
 * flight, by generation.
 *
 * @param lastGeneration the newest generation given out, 0 if none was
 * @param applied the last plan known to be in force; null before the first
 * @param inFlight the plan that awaits its answer, if any
 * @param overdue ascending by generation, at most {@link #MAX_OVERDUE}
 */
public record IssuedPlans(
    long lastGeneration,
    @Nullable IssuedPlan applied,
    @Nullable IssuedPlan inFlight,
    List<IssuedPlan> overdue) {

  public static final IssuedPlans NONE = new IssuedPlans(0, null, null, List.of());

  /** Older ones are forgotten; with back-off these reach back more than a minute. */
  public static final int MAX_OVERDUE = 8;

  public IssuedPlans {
    overdue = List.copyOf(overdue);
  }

  IssuedPlans issue(IssuedPlan plan) {
    return new IssuedPlans(plan.generation(), applied, plan, overdue);
  }

  /** The plan of {@code generation} if its answer is still of interest, else null. */
  @Nullable IssuedPlan unanswered(long generation) {
    if (inFlight != null && inFlight.generation() == generation) {
      return inFlight;
    }
    return overdue.stream()
        .filter(plan -> plan.generation() == generation)
        .findFirst()
        .orElse(null);
  }

  boolean isInFlight(IssuedPlan plan) {
    return inFlight != null && inFlight.generation() == plan.generation();
  }

  /** {@code plan}, one of the unanswered, is in force: the older ones no longer matter. */
  IssuedPlans applied(IssuedPlan plan) {
    return new IssuedPlans(
        lastGeneration,
        plan,
        isInFlight(plan) ? null : inFlight,
        overdueThat(old -> old.generation() > plan.generation()));
  }

  /** {@code plan}, one of the unanswered, is not in force and will not be. */
  IssuedPlans refused(IssuedPlan plan) {
    return new IssuedPlans(
        lastGeneration,
        applied,
        isInFlight(plan) ? null : inFlight,
        overdueThat(old -> old.generation() != plan.generation()));
  }

  /** The plan in flight has not been answered in time. */
  IssuedPlans timedOut() {
    List<IssuedPlan> late = new ArrayList<>(overdue);
    if (inFlight != null) {
      late.add(inFlight);
    }
    int forgotten = Math.max(0, late.size() - MAX_OVERDUE);
    return new IssuedPlans(lastGeneration, applied, null, late.subList(forgotten, late.size()));
  }

  /** The plan in force turned out to fit {@code target} too. */
  IssuedPlans adopted(PlanTarget target) {
    IssuedPlan inForce = applied == null ? null : applied.withTarget(target);
    return new IssuedPlans(lastGeneration, inForce, inFlight, overdue);
  }

  /** What the plan in flight is for, or the one in force if none is; null before the first. */
  @Nullable PlanTarget expectedTarget() {
    IssuedPlan expected = inFlight == null ? applied : inFlight;
    return expected == null ? null : expected.target();
  }

  /** Whether the data plane may follow another plan than {@link #applied}, and none is coming. */
  boolean isUncertain() {
    return inFlight == null && !overdue.isEmpty();
  }

  /** The causes of all overdue plans. */
  SortedSet<PlanCause> overdueCauses() {
    TreeSet<PlanCause> causes = new TreeSet<>();
    overdue.forEach(plan -> causes.addAll(plan.causes()));
    return causes;
  }

  /** The cells of every plan that is, or may be, or may yet come into force. */
  SortedSet<CellId> plannedCells() {
    TreeSet<CellId> cells = new TreeSet<>();
    if (applied != null) {
      cells.addAll(applied.cells());
    }
    if (inFlight != null) {
      cells.addAll(inFlight.cells());
    }
    overdue.forEach(plan -> cells.addAll(plan.cells()));
    return cells;
  }

  long appliedGeneration() {
    return applied == null ? 0 : applied.generation();
  }

  private List<IssuedPlan> overdueThat(Predicate<IssuedPlan> matters) {
    return overdue.stream().filter(matters).toList();
  }
}
