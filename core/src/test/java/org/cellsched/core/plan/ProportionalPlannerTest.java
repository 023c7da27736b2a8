package org.cellsched.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cellsched.core.cell.CellId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProportionalPlannerTest {

  private final ProportionalPlanner planner = new ProportionalPlanner();

  private void assertPlan(RequestBuilder builder, String... cells) throws PlanException {
    PlanRequest request = builder.build();
    assertThat(RequestBuilder.describe(planner.plan(request), request.borrowing()))
        .containsExactly(cells);
  }

  private void assertRefused(RequestBuilder builder, @Nullable Integer cell, String message) {
    assertThatThrownBy(() -> planner.plan(builder.build()))
        .isInstanceOfSatisfying(
            PlanException.class,
            e -> assertThat(e.cell()).isEqualTo(cell == null ? null : new CellId(cell)))
        .hasMessage(message);
  }

  /** An input on which doubles go wrong; see also ApportionmentTest. */
  @Test
  void planDependsOnRounding() throws PlanException {
    assertPlan(
        RequestBuilder.machine("0-23")
            .free(1)
            .free(2)
            .pinned(3, "2,4-5,11,14-17")
            .pinned(4, "0-7")
            .rootMinCpus(3)
            .cpusPerLlc(3),
        "0: 8-10,12-13",
        "1: 18-20",
        "2: 21-23",
        "3: 2,4,11,14-17",
        "4: 0-1,3,5-7");
  }

  @Test
  void offlineCpusAreHandedOut() throws PlanException {
    assertPlan(
        RequestBuilder.machine("0-1,4-5,8-9").free(1).pinned(2, "4,8"),
        "0: 0-1",
        "1: 5,9",
        "2: 4,8");
  }

  @Test
  void borrowableReachesBeyondTheCpuset() throws PlanException {
    assertPlan(
        RequestBuilder.machine("0-5").pinned(1, "0-3").pinned(2, "2-4").borrowing(),
        "0: 5 / 0-4",
        "1: 0-1 / 2-3",
        "2: 2-4 / none");
  }

  @Test
  void enormousWeightsOverflow() throws PlanException {
    assertPlan(
        RequestBuilder.bareMachine("0-9")
            .cell(0, null, Long.MAX_VALUE)
            .cell(1, null, Long.MAX_VALUE)
            .cell(2, null, 0L),
        "0: 0-4",
        "1: 5-8",
        "2: 9");
  }

  @Test
  void fewerCpusThanCellsIsNotRefused() {
    assertRefused(
        RequestBuilder.machine("0-1").free(1).free(2),
        null,
        "3 cells need a CPU each, but the machine has 2");
  }

  @Test
  void emptyCellIsNotNamed() {
    assertRefused(
        RequestBuilder.machine("0-3").pinned(1, "0-3"), 0, "no CPU is left for cell 0 (no cpuset)");
  }

  @Test
  void someWeightsAreTakenForAll() {
    assertRefused(
        RequestBuilder.machine("0-7").cell(3, null, 5L),
        0,
        "invalid request: cell 0 has no weight, but other cells have one; give weights to all or to"
            + " none");
  }

  @Test
  void negativeWeightIsAccepted() {
    assertRefused(
        RequestBuilder.bareMachine("0-7").cell(0, null, 1L).cell(3, null, -5L),
        3,
        "invalid request: cell 3 has weight -5; weights must not be negative");
  }

  @Test
  void emptyCpusetIsTakenForNone() {
    assertRefused(
        RequestBuilder.machine("0-7").pinned(3, ""),
        3,
        "invalid request: cell 3 has an empty cpuset");
  }

  @Test
  void cpusetBeyondTheMachineIsAccepted() {
    assertRefused(
        RequestBuilder.machine("0-3,6-7").pinned(3, "2-8"),
        3,
        "invalid request: cell 3 has cpuset 2-8, of which 4-5,8 are not in the machine"
            + " (CPUs 0-3,6-7)");
  }

  @Test
  void rootCellWithCpusetIsAccepted() {
    assertRefused(
        RequestBuilder.bareMachine("0-7").pinned(0, "0-3").free(1),
        0,
        "invalid request: cell 0 has cpuset 0-3, but the root cell cannot have one");
  }

  @Test
  void duplicateIdsAreAccepted() {
    assertRefused(
        RequestBuilder.machine("0-7").free(4).free(4),
        4,
        "invalid request: cell 4 appears more than once");
  }

  @Test
  void missingRootCellIsAccepted() {
    assertRefused(
        RequestBuilder.bareMachine("0-7").free(4),
        null,
        "invalid request: there is no root cell (id 0)");
  }

  @Test
  void negativeHoldoutIsAccepted() {
    assertRefused(
        RequestBuilder.machine("0-7").rootMinCpus(-1),
        null,
        "invalid request: rootMinCpus is -1; it must not be negative");
  }

  @Test
  void onlyTheFirstProblemIsTold() {
    assertRefused(
        RequestBuilder.machine("0-7").pinned(2, "").pinned(1, "9"),
        1,
        "invalid request: cell 1 has cpuset 9, of which 9 are not in the machine (CPUs 0-7);"
            + " cell 2 has an empty cpuset");
  }

  @Test
  void machineWithoutCpusCrashes() {
    assertRefused(RequestBuilder.machine("none"), null, "invalid request: the machine has no CPUs");
  }

  @Test
  void topologySmallerThanTheMachineCrashes() {
    PlanRequest request = RequestBuilder.machine("0-7").build();
    PlanRequest wrong =
        new PlanRequest(request.cpus(), RequestBuilder.llcsOf(6, 2), 1, false, request.cells());
    assertThatThrownBy(() -> planner.plan(wrong))
        .hasMessage("invalid request: the topology does not know CPUs 6-7");
  }
}
