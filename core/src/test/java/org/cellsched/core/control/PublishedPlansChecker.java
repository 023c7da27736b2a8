package org.cellsched.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.ControllerEffect.ApplyPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.CellAllocation;

/**
 * Watches inputs and effects from outside, as the data plane could, and knows nothing of the
 * controller's state: who holds which id is told by published plans and their answers alone.
 */
final class PublishedPlansChecker {

  private final TreeMap<Long, PublishedPlan> unanswered = new TreeMap<>();

  /** Whose tasks the data plane may have queued under an id, by plans that it took, or may have. */
  private final TreeMap<CellId, CgroupIdentity> holders = new TreeMap<>();

  private long lastGeneration;
  private long appliedGeneration;
  private List<CellId> retiring = List.of();
  private long deadlineNs = Long.MAX_VALUE;

  void see(ControllerInput input, long nowNs) {
    switch (input) {
      case ControllerInput.PlanApplied(long generation) -> applied(generation);
      case ControllerInput.PlanRefused(long generation, String reason) ->
          unanswered.remove(generation);
      case ControllerInput.CellDrained(CellId cell) -> drained(cell);
      case ControllerInput.CgroupsListed listed -> {}
      case ControllerInput.CpusOnline cpus -> {}
      case ControllerInput.DemandSampled sampled -> {}
      case ControllerInput.Woken woken -> {}
    }
    if (!unanswered.containsKey(lastGeneration) || nowNs >= deadlineNs) {
      deadlineNs = Long.MAX_VALUE;
    }
  }

  private void applied(long generation) {
    PublishedPlan plan = unanswered.get(generation);
    if (plan != null && generation > appliedGeneration) {
      appliedGeneration = generation;
      retiring = plan.retiring();
      hold(plan);
      unanswered.headMap(generation, true).clear();
    }
  }

  private void hold(PublishedPlan plan) {
    plan.assignments().forEach(held -> holders.put(held.cell(), held.cgroup()));
  }

  private void drained(CellId cell) {
    if (retiring.contains(cell)
        && unanswered.values().stream().noneMatch(plan -> plan.plan().find(cell) != null)) {
      holders.remove(cell);
    }
  }

  void see(ControllerEffect effect, long nowNs) {
    switch (effect) {
      case ApplyPlan apply -> check(apply, nowNs);
      case ControllerEffect.WakeAt wake ->
          assertThat(wake.timeNs()).as("a wake lies ahead").isGreaterThan(nowNs);
      case ControllerEffect.Report report -> assertThat(report.text()).isNotBlank();
    }
  }

  private void check(ApplyPlan apply, long nowNs) {
    PublishedPlan plan = apply.plan();
    assertThat(plan.generation()).as("generations count up").isEqualTo(lastGeneration + 1);
    assertThat(apply.causes()).as("no plan without a cause").isNotEmpty().isSorted();
    assertThat(apply.reason()).isNotBlank();
    assertThat(deadlineNs).as("one plan in flight").isEqualTo(Long.MAX_VALUE);
    // Whatever is unanswered now has timed out: it may be in force for all one knows.
    unanswered.values().forEach(this::hold);
    checkShape(plan);
    for (CellAssignment assignment : plan.assignments()) {
      CgroupIdentity holder = holders.getOrDefault(assignment.cell(), assignment.cgroup());
      assertThat(assignment.cgroup())
          .as("cell %s is reused only when drained", assignment.cell())
          .isEqualTo(holder);
    }
    lastGeneration = plan.generation();
    unanswered.put(lastGeneration, plan);
    deadlineNs = nowNs + TestHost.APPLY_TIMEOUT_NS;
  }

  /** A cell an assignment, an assignment a cell, a CPU one owner, and what is gone retires. */
  private void checkShape(PublishedPlan plan) {
    List<CellId> cells = new ArrayList<>();
    CpuMask seen = CpuMask.none();
    for (CellAllocation cell : plan.plan().cells()) {
      assertThat(cell.primary().isEmpty()).isFalse();
      assertThat(cell.primary().intersects(seen)).isFalse();
      seen = seen.or(cell.primary());
      cells.add(cell.id());
    }
    assertThat(cells.removeFirst()).isEqualTo(CellId.ROOT);
    assertThat(plan.assignments()).extracting(CellAssignment::cell).isEqualTo(cells);
    assertThat(plan.assignments()).extracting(CellAssignment::cgroup).doesNotHaveDuplicates();
    assertThat(plan.retiring()).noneMatch(cells::contains).isSorted();
    TreeSet<CellId> gone = new TreeSet<>(holders.keySet());
    gone.removeAll(cells);
    gone.removeAll(plan.retiring());
    assertThat(gone)
        .as("cells that may have tasks queued and are neither in nor retiring")
        .isEmpty();
  }
}
