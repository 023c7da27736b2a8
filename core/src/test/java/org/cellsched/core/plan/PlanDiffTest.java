package org.cellsched.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.junit.jupiter.api.Test;

class PlanDiffTest {

  /** A plan in which cell 0, 1, 2, … own these CPUs. */
  private static CellPlan plan(String... primaries) {
    List<CellAllocation> cells = new ArrayList<>();
    for (String primary : primaries) {
      cells.add(
          new CellAllocation(new CellId(cells.size()), CpuList.parse(primary), CpuMask.none()));
    }
    return new CellPlan(cells, false);
  }

  @Test
  void equalPlansDiffer() {
    PlanDiff diff = PlanDiff.between(plan("0-3", "4-7"), plan("0-3", "4-7"));
    assertThat(diff.isEmpty()).isTrue();
    assertThat(diff.movedCount()).isZero();
    assertThat(diff.describe()).isEqualTo("no CPU changes hands");
  }

  @Test
  void movedCpuIsCountedTwice() {
    PlanDiff diff = PlanDiff.between(plan("0-3", "4-7"), plan("0-2,4", "3,5-7"));
    assertThat(diff.movedCount()).isEqualTo(2);
    assertThat(diff.describe())
        .isEqualTo("2 CPUs move: cell 0 gains 4 and loses 3, cell 1 gains 3 and loses 4");
  }

  @Test
  void cpusOfANewCellDoNotCountAsMoved() {
    PlanDiff diff = PlanDiff.between(plan("0-3"), plan("0-2", "3"));
    assertThat(diff.moved()).isEqualTo(CpuMask.of(3));
    assertThat(diff.describe()).isEqualTo("1 CPU moves: cell 0 loses 3, cell 1 gains 3");
    assertThat(PlanDiff.between(plan("0-2", "3"), plan("0-3")).moved()).isEqualTo(CpuMask.of(3));
  }

  @Test
  void hotplugCountsAsMoves() {
    PlanDiff diff = PlanDiff.between(plan("0-1", "2-3"), plan("0-1,8", "2"));
    assertThat(diff)
        .isEqualTo(
            new PlanDiff(
                CpuMask.none(),
                CpuMask.of(8),
                CpuMask.of(3),
                List.of(
                    new PlanDiff.CellChange(CellId.ROOT, CpuMask.of(8), CpuMask.none()),
                    new PlanDiff.CellChange(new CellId(1), CpuMask.none(), CpuMask.of(3)))));
    assertThat(diff.describe())
        .isEqualTo("1 CPU comes into use, 1 CPU falls out of use: cell 0 gains 8, cell 1 loses 3");
  }

  @Test
  void firstPlanMovesCpus() {
    PlanDiff diff = PlanDiff.between(null, plan("0-1", "2"));
    assertThat(diff.movedCount()).isZero();
    assertThat(diff.describe()).isEqualTo("3 CPUs come into use: cell 0 gains 0-1, cell 1 gains 2");
  }

  @Test
  void hundredCellsAreListed() {
    String[] before = new String[100];
    String[] after = new String[100];
    for (int i = 0; i < 100; i++) {
      before[i] = Integer.toString(i);
      after[i] = Integer.toString((i + 1) % 100);
    }
    assertThat(PlanDiff.between(plan(before), plan(after)).describe())
        .isEqualTo("100 CPUs move: 100 cells change");
  }
}
