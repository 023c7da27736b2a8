package org.cellsched.sim.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.mask;

import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.CgroupTree;
import org.junit.jupiter.api.Test;

/** A plan as callbacks read it. */
class PlanTablesTest {

  private static final CellId WEB = new CellId(1);

  /** The root cell has CPU 0, the cell of {@code assigned} CPU 1. */
  private static PlanTables planWith(List<CellAssignment> assigned) {
    CellPlan plan =
        new CellPlan(
            List.of(
                new CellAllocation(CellId.ROOT, mask("0"), CpuMask.none()),
                new CellAllocation(WEB, mask("1"), CpuMask.none())),
            false);
    return new PlanTables(
        new PublishedPlan(1, plan, assigned, List.of()),
        Topology.regular(1, 1, 1, 2, 1, SiblingNumbering.ADJACENT));
  }

  @Test
  void taskOfADeadCgroupHasNoCell() {
    CgroupTree tree = new CgroupTree();
    Cgroup dead = tree.create(tree.root(), "web");
    Cgroup below = tree.create(dead, "front");
    tree.remove(dead);
    Cgroup again = tree.create(tree.root(), "web");
    PlanTables tables = planWith(List.of(new CellAssignment(again.identity(), WEB)));

    assertThat(tables.cellOf(below)).isEqualTo(CellId.ROOT.value());
    assertThat(tables.cellOf(dead)).isEqualTo(CellId.ROOT.value());
    assertThat(tables.cellOf(again)).isEqualTo(WEB.value());
  }
}
