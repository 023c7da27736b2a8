package org.cellsched.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.junit.jupiter.api.Test;

class MatchingPlannerTest {

  private final MatchingPlanner planner = new MatchingPlanner();

  /** Small enough to try every assignment: at most 5 CPUs and 10 cells. */
  @Provide
  Arbitrary<PlanRequest> small() {
    return Arbitraries.integers()
        .between(1, 5)
        .flatMap(cpus -> RandomRequests.requestsFor(CpuMask.firstCpus(cpus)));
  }

  @Property(tries = 3000)
  void planExistsButIsNotFound(@ForAll("small") PlanRequest request) {
    boolean exists = anyPlan(request, request.cpus().first(), new int[CellId.MAX_CELLS]);
    assertThat(finds(request)).isEqualTo(exists);
  }

  private boolean finds(PlanRequest request) {
    try {
      return PlanVerifier.violations(request, planner.plan(request)).isEmpty();
    } catch (PlanException e) {
      return false;
    }
  }

  /** Tries every owner for {@code cpu} and those after it; {@code counts} are CPUs by cell. */
  private static boolean anyPlan(PlanRequest request, int cpu, int[] counts) {
    if (cpu < 0) {
      return request.cells().stream().allMatch(cell -> counts[cell.id().value()] > 0);
    }
    for (CellRequest cell : request.cells()) {
      if (mayOwn(request, cell, cpu)) {
        counts[cell.id().value()]++;
        boolean found = anyPlan(request, request.cpus().next(cpu + 1), counts);
        counts[cell.id().value()]--;
        if (found) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean mayOwn(PlanRequest request, CellRequest cell, int cpu) {
    boolean claimed =
        request.cells().stream()
            .anyMatch(other -> other.cpuset() != null && other.cpuset().contains(cpu));
    CpuMask cpuset = cell.cpuset();
    return cell.id().isRoot() || (cpuset == null ? !claimed : cpuset.contains(cpu));
  }

  @Test
  void cpusetsThatCoverAllLeaveTheRootCellNone() throws PlanException {
    PlanRequest request = RequestBuilder.machine("0-3").pinned(1, "0-1").pinned(2, "2-3").build();
    CellPlan plan = planner.plan(request);
    assertThat(PlanVerifier.violations(request, plan)).isEmpty();
    assertThat(plan.enforcedHoldout()).isTrue();
  }

  @Test
  void rootCellTakesAClaimedCpuBesideAnUnclaimedOne() throws PlanException {
    CellPlan plan = planner.plan(RequestBuilder.machine("0-2").pinned(1, "0-1").build());
    assertThat(RequestBuilder.describe(plan)).containsExactly("0: 2", "1: 0-1");
    assertThat(plan.enforcedHoldout()).isFalse();
  }

  @Test
  void nestedCpusetsAreDealtSoThatTheInnermostGetsNone() throws PlanException {
    PlanRequest request =
        RequestBuilder.machine("0-3").pinned(1, "0-2").pinned(2, "0-1").pinned(3, "0").build();
    assertThat(RequestBuilder.describe(planner.plan(request)))
        .containsExactly("0: 3", "1: 2", "2: 1", "3: 0");
  }

  @Test
  void weightsAreForgottenWhenFillingUp() throws PlanException {
    PlanRequest request =
        RequestBuilder.bareMachine("0-9")
            .cell(0, null, 0L)
            .cell(1, null, 7L)
            .cell(2, null, 0L)
            .build();
    CellPlan plan = planner.plan(request);
    assertThat(plan.primaryOf(new CellId(1)).size()).isEqualTo(8);
  }

  @Test
  void rootMinCpusIsForgotten() throws PlanException {
    PlanRequest request = RequestBuilder.machine("0-7").free(1).rootMinCpus(6).build();
    assertThat(planner.plan(request).primaryOf(CellId.ROOT).size()).isEqualTo(6);
  }

  @Test
  void refusalDoesNotSayWhoCompetesForWhat() {
    PlanRequest request =
        RequestBuilder.machine("0-7").pinned(1, "0-1").pinned(2, "0-1").pinned(3, "1").build();
    assertThatThrownBy(() -> planner.plan(request))
        .isInstanceOf(PlanException.class)
        .hasMessage(
            "there is no plan with cell 3: it needs a CPU, and so do cell 1, cell 2,"
                + " but only CPUs 0-1 are permitted to them");
  }

  @Test
  void refusalBlamesACellThatCouldBeSatisfied() {
    PlanRequest request =
        RequestBuilder.machine("0-3").free(1).pinned(2, "0-3").pinned(3, "0-3").build();
    assertThatThrownBy(() -> planner.plan(request))
        .isInstanceOfSatisfying(
            PlanException.class, e -> assertThat(e.cell()).isEqualTo(new CellId(1)))
        .hasMessageContaining("every CPU is claimed by the cpuset of another cell");
  }

  /** 256 cells of 8,192 CPUs with the widest cpusets: must stay well under a second. */
  @Test
  void largestRequestTakesForEver() throws PlanException {
    RequestBuilder builder = RequestBuilder.machine("0-8191");
    for (int id = 1; id < CellId.MAX_CELLS; id++) {
      builder.pinned(id, "0-8191");
    }
    PlanRequest request = builder.build();
    long startNs = System.nanoTime();
    CellPlan plan = planner.plan(request);
    long tookMs = (System.nanoTime() - startNs) / 1_000_000;
    assertThat(PlanVerifier.violations(request, plan)).isEqualTo(List.of());
    assertThat(tookMs).isLessThan(5_000);
  }
}
