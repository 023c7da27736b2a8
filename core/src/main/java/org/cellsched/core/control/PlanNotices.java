package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.ControllerEffect.Report;
import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.core.plan.Demotion;
import org.cellsched.core.plan.LadderOutcome;
import org.cellsched.core.plan.PlanRung;

/**
 * What people were told about plans that fall short of what was asked, so that they are told of
 * changes only. An immutable value.
 *
 * @param rung of the last plan made
 * @param demoted cgroups that it leaves in the root cell, ascending
 */
public record PlanNotices(PlanRung rung, List<CgroupIdentity> demoted) {

  public static final PlanNotices NONE = new PlanNotices(PlanRung.CONFIGURED, List.of());

  public PlanNotices {
    demoted = List.copyOf(demoted);
  }

  /** The notices once {@code outcome} is told; {@code reports} gets what is new. */
  PlanNotices tell(LadderOutcome outcome, PlanTarget target, List<ControllerEffect> reports) {
    if (outcome.rung() != rung && isFallback(outcome.rung())) {
      reports.add(new Report(Severity.WARNING, outcome.explanation()));
    }
    TreeMap<CellId, PlanTarget.Cell> cells = new TreeMap<>();
    target.cells().forEach(cell -> cells.put(cell.id(), cell));
    TreeMap<CgroupIdentity, Demotion> now = new TreeMap<>();
    for (Demotion demotion : outcome.demoted()) {
      PlanTarget.Cell cell = cells.remove(demotion.cell());
      if (cell != null) {
        now.put(cell.cgroup(), demotion);
      }
    }
    now.forEach((cgroup, demotion) -> {
      if (!demoted.contains(cgroup)) {
        reports.add(new Report(Severity.WARNING, "cgroup " + cgroup + ": " + demotion.describe()));
      }
    });
    for (PlanTarget.Cell placed : cells.values()) {
      if (demoted.contains(placed.cgroup())) {
        reports.add(
            new Report(
                Severity.INFO,
                "cgroup %s: cell %s has CPUs now".formatted(placed.cgroup(), placed.id())));
      }
    }
    return new PlanNotices(outcome.rung(), new ArrayList<>(now.keySet()));
  }

  /** Whether the rung itself is news; of demotions each one is told. */
  private static boolean isFallback(PlanRung rung) {
    return switch (rung) {
      case MATCHING, ROOT_ALONE -> true;
      case CONFIGURED, DEMOTION -> false;
    };
  }
}
