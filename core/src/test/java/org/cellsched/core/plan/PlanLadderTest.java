package org.cellsched.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.junit.jupiter.api.Test;

class PlanLadderTest {

  private final PlanLadder ladder = new PlanLadder(new ProportionalPlanner());

  private static List<CellId> ids(int... ids) {
    return Arrays.stream(ids).mapToObj(CellId::new).toList();
  }

  private static List<CellId> demoted(LadderOutcome outcome) {
    return outcome.demoted().stream().map(Demotion::cell).toList();
  }

  @Test
  void goodPlanOfTheConfiguredPlannerIsNotTaken() throws PlanException {
    PlanRequest request = RequestBuilder.machine("0-7").free(1).build();
    assertThat(ladder.climb(request, ids(1)))
        .isEqualTo(
            new LadderOutcome(
                new ProportionalPlanner().plan(request), PlanRung.CONFIGURED, List.of(), ""));
  }

  @Test
  void planThatAMatchingFindsIsMissed() {
    LadderOutcome outcome =
        ladder.climb(RequestBuilder.machine("0-3").pinned(1, "0-3").build(), ids(1));
    assertThat(outcome.rung()).isEqualTo(PlanRung.MATCHING);
    assertThat(outcome.demoted()).isEmpty();
    assertThat(outcome.explanation())
        .isEqualTo(
            "the proportional planner found no plan: no CPU is left for cell 0 (no cpuset);"
                + " used a matching of cells and CPUs");
  }

  @Test
  void moreCellsThanCpusEndTheScheduler() {
    RequestBuilder builder = RequestBuilder.machine("0-3");
    int[] newestFirst = IntStream.rangeClosed(1, 255).map(i -> 256 - i).toArray();
    for (int id : newestFirst) {
      builder.free(id);
    }
    LadderOutcome outcome = ladder.climb(builder.build(), ids(newestFirst));
    assertThat(outcome.rung()).isEqualTo(PlanRung.DEMOTION);
    assertThat(RequestBuilder.describe(outcome.plan()))
        .containsExactly("0: 0", "1: 1", "2: 2", "3: 3");
    assertThat(demoted(outcome)).isEqualTo(ids(newestFirst).subList(0, 252));
  }

  @Test
  void impossibleCellFreezesTheOthers() {
    LadderOutcome outcome =
        ladder.climb(
            RequestBuilder.machine("0-7")
                .pinned(1, "0-1")
                .pinned(2, "0-1")
                .pinned(3, "1")
                .pinned(4, "4-7")
                .build(),
            ids(4, 1, 3, 2));
    assertThat(RequestBuilder.describe(outcome.plan()))
        .containsExactly("0: 2-3", "2: 0", "3: 1", "4: 4-7");
    assertThat(outcome.demoted())
        .extracting(Demotion::describe)
        .containsExactly(
            "cell 1 stays in the root cell: it needs a CPU, and so do cell 2, cell 3,"
                + " but only CPUs 0-1 are permitted to them");
    assertThat(outcome.rung()).isEqualTo(PlanRung.DEMOTION);
  }

  @Test
  void idDecidesInsteadOfAge() {
    PlanRequest request = RequestBuilder.machine("0-1").free(1).free(2).build();
    assertThat(demoted(ladder.climb(request, ids(1, 2)))).isEqualTo(ids(1));
    assertThat(demoted(ladder.climb(request, ids(2, 1)))).isEqualTo(ids(2));
  }

  @Test
  void ageOfSomeCellsIsUnknown() {
    PlanRequest request = RequestBuilder.machine("0-2").free(1).free(2).free(3).free(4).build();
    assertThat(demoted(ladder.climb(request, ids(9, 2, 2)))).isEqualTo(ids(2, 4));
  }

  @Test
  void cellWithoutCpusetFindsAllCpusClaimed() {
    LadderOutcome outcome =
        ladder.climb(RequestBuilder.machine("0-3").pinned(1, "0-3").free(2).build(), ids(1, 2));
    assertThat(outcome.demoted())
        .containsExactly(
            new Demotion(
                new CellId(2),
                "every CPU is claimed by the cpuset of another cell, and it has no cpuset itself"));
    assertThat(RequestBuilder.describe(outcome.plan())).hasSize(2);
  }

  @Test
  void cpusetOfOfflineCpusEndsTheScheduler() {
    LadderOutcome outcome =
        ladder.climb(
            RequestBuilder.machine("0-3").pinned(1, "4-5").pinned(2, "3-9").pinned(3, "").build(),
            ids(2, 1, 3));
    assertThat(outcome.demoted())
        .containsExactly(
            new Demotion(new CellId(1), "none of the CPUs of its cpuset 4-5 is online; 0-3 are"),
            new Demotion(new CellId(3), "its cpuset is empty"));
    assertThat(RequestBuilder.describe(outcome.plan())).containsExactly("0: 0-2", "2: 3");
  }

  /** Borrowable masks too must keep to the CPUs that are online. */
  @Test
  void offlineCpusOfACpusetAreBorrowed() {
    LadderOutcome outcome =
        ladder.climb(
            RequestBuilder.machine("0-3").pinned(1, "2-9").pinned(2, "2-3").borrowing().build(),
            ids(2, 1));
    assertThat(RequestBuilder.describe(outcome.plan(), true))
        .containsExactly("0: 0-1 / 2-3", "1: 2 / 3", "2: 3 / 2");
  }

  @Test
  void wrongPlanOfTheConfiguredPlannerIsApplied() {
    CellPlanner forgetful = new FixedPlanner("forgetful", new CellPlan(List.of(), false));
    LadderOutcome outcome =
        new PlanLadder(forgetful).climb(RequestBuilder.machine("0-3").free(1).build(), ids(1));
    assertThat(outcome.rung()).isEqualTo(PlanRung.MATCHING);
    assertThat(outcome.explanation())
        .startsWith(
            "the plan of the forgetful planner is wrong: cell 0 is missing from the plan;"
                + " cell 1 is missing from the plan; CPUs 0-3 belong to no cell");
  }

  @Test
  void brokenPlannersLeaveNoPlanAtAll() {
    CellPlanner forgetful = new FixedPlanner("forgetful", new CellPlan(List.of(), false));
    LadderOutcome outcome =
        new PlanLadder(forgetful, forgetful)
            .climb(RequestBuilder.machine("0-3").free(1).pinned(2, "3").build(), ids(1, 2));
    assertThat(outcome.rung()).isEqualTo(PlanRung.ROOT_ALONE);
    assertThat(RequestBuilder.describe(outcome.plan())).containsExactly("0: 0-3");
    assertThat(demoted(outcome)).isEqualTo(ids(1, 2));
  }

  @Test
  void invalidRequestEndsTheScheduler() {
    List<RequestBuilder> invalid =
        List.of(
            RequestBuilder.bareMachine("0-3").free(1),
            RequestBuilder.bareMachine("0-3").pinned(0, "").free(1),
            RequestBuilder.bareMachine("0-1").pinned(0, "1").pinned(1, "1").pinned(2, "1"),
            RequestBuilder.machine("0-3").free(1).free(1),
            RequestBuilder.machine("0-3").cell(1, null, 1L),
            RequestBuilder.machine("0-3").free(1).rootMinCpus(-1));
    for (RequestBuilder builder : invalid) {
      LadderOutcome outcome = ladder.climb(builder.build(), ids(1));
      assertThat(outcome.rung()).isEqualTo(PlanRung.ROOT_ALONE);
      assertThat(outcome.explanation()).contains("invalid request");
      assertThat(outcome.plan().primaryOf(CellId.ROOT)).isEqualTo(builder.build().cpus());
    }
  }

  @Test
  void machineWithoutCpusGetsAPlan() {
    PlanRequest nothing = new PlanRequest(CpuMask.none(), null, 0, false, List.of());
    assertThatThrownBy(() -> ladder.climb(nothing, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private record FixedPlanner(String name, CellPlan fixed) implements CellPlanner {

    @Override
    public CellPlan plan(PlanRequest request) {
      return fixed;
    }
  }
}
