package org.cellsched.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;

/** What every planner owes, on random requests; jqwik prints the seed of a failure. */
@Domain(RandomRequests.class)
@Domain(DomainContext.Global.class)
class PlannerPropertiesTest {

  /** A plan in words, or the refusal: both must be the same for the same set of inputs. */
  private static String answer(CellPlanner planner, PlanRequest request) {
    try {
      return planner.plan(request).toString();
    } catch (PlanException e) {
      return e.getMessage() + " " + e.cell();
    }
  }

  private static PlanRequest shuffled(PlanRequest request, long seed) {
    List<CellRequest> cells = new ArrayList<>(request.cells());
    Collections.shuffle(cells, new Random(seed));
    return withCells(request, cells);
  }

  private static PlanRequest withCells(PlanRequest request, List<CellRequest> cells) {
    return new PlanRequest(
        request.cpus(), request.topology(), request.rootMinCpus(), request.borrowing(), cells);
  }

  @Property
  void planBreaksAnInvariant(@ForAll PlanRequest request) {
    for (CellPlanner planner : Planners.all().values()) {
      try {
        CellPlan plan = planner.plan(request);
        assertThat(PlanVerifier.violations(request, plan)).as(planner.name()).isEmpty();
      } catch (PlanException e) {
        assertThat(e).hasMessageNotContaining("invalid request");
      }
    }
  }

  @Property
  void answerDependsOnTheOrderOfCells(@ForAll PlanRequest request, @ForAll long seed) {
    for (CellPlanner planner : Planners.all().values()) {
      assertThat(answer(planner, shuffled(request, seed))).isEqualTo(answer(planner, request));
    }
  }

  @Property
  void ladderDependsOnTheOrderOfCells(@ForAll PlanRequest request, @ForAll long seed) {
    PlanLadder ladder = new PlanLadder(new ProportionalPlanner());
    List<CellId> age = newestFirst(request, seed);
    assertThat(ladder.climb(shuffled(request, seed), age)).isEqualTo(ladder.climb(request, age));
  }

  private static List<CellId> newestFirst(PlanRequest request, long seed) {
    List<CellId> ids = new ArrayList<>(request.cells().stream().map(CellRequest::id).toList());
    ids.remove(CellId.ROOT);
    Collections.sort(ids);
    Collections.shuffle(ids, new Random(seed));
    return ids;
  }

  @Property
  void proportionalFindsAPlanThatMatchingMisses(@ForAll PlanRequest request) {
    if (answer(new ProportionalPlanner(), request).startsWith("CellPlan")) {
      assertThat(answer(new MatchingPlanner(), request)).startsWith("CellPlan");
    }
  }

  @Property
  void ladderPlanBreaksAnInvariant(@ForAll PlanRequest request, @ForAll long seed) {
    LadderOutcome outcome =
        new PlanLadder(new ProportionalPlanner()).climb(request, newestFirst(request, seed));
    List<CellRequest> kept = new ArrayList<>(request.cells());
    outcome.demoted().forEach(d -> kept.removeIf(cell -> cell.id().equals(d.cell())));
    assertThat(PlanVerifier.violations(withCells(request, kept), outcome.plan())).isEmpty();
    assertThat(outcome.rung()).isNotEqualTo(PlanRung.ROOT_ALONE);
  }

  @Property
  void ladderGivesUpACellThatThereIsRoomFor(@ForAll PlanRequest request, @ForAll long seed) {
    LadderOutcome outcome =
        new PlanLadder(new ProportionalPlanner()).climb(request, newestFirst(request, seed));
    for (Demotion back : outcome.demoted()) {
      List<CellRequest> cells = new ArrayList<>(request.cells());
      outcome.demoted().stream()
          .filter(demotion -> !demotion.equals(back))
          .forEach(demotion -> cells.removeIf(cell -> cell.id().equals(demotion.cell())));
      assertThat(answer(new MatchingPlanner(), withCells(request, cells)))
          .as("with cell %s back", back.cell())
          .startsWith("there is no plan");
    }
  }

  @Property
  void rootCellTakesAClaimedCpuForNoReason(@ForAll PlanRequest request) throws PlanException {
    if (!answer(new MatchingPlanner(), request).startsWith("CellPlan")) {
      return;
    }
    CellPlan plan = new MatchingPlanner().plan(request);
    CpuMask claimed =
        request.cpus().andNot(PermittedCpus.unclaimed(request.cpus(), request.cells()));
    CpuMask taken = plan.primaryOf(CellId.ROOT).and(claimed);
    assertThat(taken.size()).isLessThanOrEqualTo(1);
    assertThat(plan.enforcedHoldout()).isEqualTo(!taken.isEmpty());
  }
}
