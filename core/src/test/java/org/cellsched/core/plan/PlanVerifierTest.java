package org.cellsched.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuList;
import org.junit.jupiter.api.Test;

class PlanVerifierTest {

  private static final PlanRequest REQUEST =
      RequestBuilder.machine("0-7").free(1).pinned(2, "4-6").borrowing().build();

  private static CellAllocation cell(int id, String primary, String borrowable) {
    return new CellAllocation(new CellId(id), CpuList.parse(primary), CpuList.parse(borrowable));
  }

  private static void assertViolations(List<CellAllocation> cells, String... violations) {
    assertThat(PlanVerifier.violations(REQUEST, new CellPlan(cells, false)))
        .containsExactly(violations);
  }

  private static List<CellAllocation> goodPlanBut(CellAllocation changed) {
    List<CellAllocation> cells =
        new ArrayList<>(List.of(cell(0, "0-1", ""), cell(1, "2-3,7", "0-1"), cell(2, "4-6", "")));
    cells.set(changed.id().value(), changed);
    return cells;
  }

  @Test
  void goodPlanIsRefused() {
    assertViolations(goodPlanBut(cell(0, "0-1", "2-7")));
  }

  @Test
  void ownerlessCpuPasses() {
    assertViolations(goodPlanBut(cell(0, "0", "")), "CPUs 1 belong to no cell");
  }

  @Test
  void sharedCpuPasses() {
    assertViolations(goodPlanBut(cell(0, "0-2", "")), "cells 0 and 1 both own CPUs 2");
  }

  @Test
  void emptyPrimaryMaskPasses() {
    assertViolations(
        goodPlanBut(cell(2, "", "")), "CPUs 4-6 belong to no cell", "cell 2 owns no CPU");
  }

  @Test
  void cpuOutsideTheCpusetPasses() {
    assertViolations(
        List.of(cell(0, "0-1", ""), cell(1, "2-3", ""), cell(2, "4-7", "")),
        "cell 2 owns CPUs 7 outside its cpuset 4-6");
  }

  @Test
  void claimedCpuOfAStrangerPasses() {
    assertViolations(
        List.of(cell(0, "0-1", ""), cell(1, "2-3,6-7", ""), cell(2, "4-5", "")),
        "cell 1 owns CPUs 6, which cell 2 claims");
  }

  @Test
  void rootCellMayNotHoldAClaimedCpu() {
    assertViolations(List.of(cell(0, "0-1,6", ""), cell(1, "2-3,7", ""), cell(2, "4-5", "6")));
  }

  @Test
  void cpuOutsideTheMachinePasses() {
    assertViolations(
        goodPlanBut(cell(0, "0-1,9", "")), "cell 0 owns CPUs 9, which are not in the machine");
  }

  @Test
  void wrongBorrowableMaskPasses() {
    assertViolations(goodPlanBut(cell(0, "0-1", "1-2")), "cell 0 may borrow CPUs 1, which it owns");
    assertViolations(
        goodPlanBut(cell(0, "0-1", "2-9")),
        "cell 0 may borrow CPUs 8-9, which are not in the machine");
    assertViolations(
        List.of(cell(0, "0-1", ""), cell(1, "2-3,6-7", ""), cell(2, "4-5", "6-7")),
        "cell 1 owns CPUs 6, which cell 2 claims",
        "cell 2 may borrow CPUs 7 outside its cpuset 4-6");
  }

  @Test
  void borrowableMaskPassesWhereBorrowingIsOff() {
    PlanRequest request = RequestBuilder.machine("0-1").free(1).build();
    CellPlan plan = new CellPlan(List.of(cell(0, "0", "1"), cell(1, "1", "")), false);
    assertThat(PlanVerifier.violations(request, plan))
        .containsExactly("cell 0 may borrow CPUs 1 although borrowing is off");
  }

  @Test
  void missingOrStrangeCellPasses() {
    assertViolations(
        List.of(cell(0, "0-1", ""), cell(1, "2-3,7", ""), cell(3, "4-6", "")),
        "cell 3 has CPUs 4-6 but is not in the request",
        "cell 2 is missing from the plan");
  }

  @Test
  void cellsOutOfOrderPass() {
    assertViolations(
        List.of(cell(1, "2-3,7", ""), cell(0, "0-1", ""), cell(2, "4-6", "")),
        "cell 0 comes after cell 1; ids must ascend");
  }
}
