package org.cellsched.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.cellsched.core.control.CellStatus;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.PlanCause;
import org.cellsched.core.plan.CellRequest;
import org.cellsched.core.plan.PlanRequest;
import org.cellsched.core.plan.PlanVerifier;
import org.cellsched.sim.check.Rule;
import org.cellsched.sim.control.HostObserver;
import org.cellsched.sim.tenant.Tenants;

/**
 * What the control plane did: counts its plans, keeps its reports, and tells those who must know.
 */
final class PlanLog implements HostObserver {

  /** A sentence of the controller's, and when it was said. */
  record Said(long timeNs, ControllerEffect.Severity severity, String text) {}

  /** Kept at most: a controller that reports at every interval must not fill the memory. */
  private static final int REPORTS_KEPT = 1000;

  private final World world;
  private final boolean borrowing;
  private final Map<PlanCause, Long> byCause = new EnumMap<>(PlanCause.class);
  private final List<Said> reports = new ArrayList<>();
  private long applied;
  private long cpusMoved;

  PlanLog(World world, boolean borrowing) {
    this.world = world;
    this.borrowing = borrowing;
  }

  @Override
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    world.observers().told(nowNs, input, effects);
  }

  @Override
  public void applied(long nowNs, Issued issued) {
    ControllerEffect.ApplyPlan plan = issued.plan();
    verify(nowNs, issued);
    applied++;
    cpusMoved += plan.cpusMoved();
    plan.causes().forEach(cause -> byCause.merge(cause, 1L, Long::sum));
    say(nowNs, ControllerEffect.Severity.INFO, plan.reason());
    world.ownership().applied(plan.plan(), nowNs);
    world.observers().planApplied(nowNs, plan.plan());
  }

  private void verify(long nowNs, Issued issued) {
    List<CellRequest> cells =
        issued.cells().stream()
            .filter(cell -> issued.plan().plan().plan().find(cell.id()) != null)
            .map(cell -> new CellRequest(cell.id(), cell.cpuset(), null))
            .toList();
    PlanRequest request = new PlanRequest(issued.online(), null, 0, borrowing, cells);
    for (String violation : PlanVerifier.violations(request, issued.plan().plan().plan())) {
      world.violations().add(Rule.PLAN, nowNs, violation);
    }
  }

  @Override
  public void sampled(long nowNs, CellStatus cell) {
    String name = cell.cgroup() == null ? Tenants.ROOT_NAME : cell.cgroup().name();
    Observers observers = world.observers();
    int tenant = observers.tenants().numberOf(name);
    observers.metrics().demandSeen(tenant, cell.demandMilliCpus());
  }

  @Override
  public void reported(long nowNs, ControllerEffect.Report report) {
    say(nowNs, report.severity(), report.text());
  }

  private void say(long nowNs, ControllerEffect.Severity severity, String text) {
    if (reports.size() < REPORTS_KEPT) {
      reports.add(new Said(nowNs, severity, text));
    }
  }

  long applied() {
    return applied;
  }

  /** CPUs that changed owner, summed over plans. */
  long cpusMoved() {
    return cpusMoved;
  }

  long byCause(PlanCause cause) {
    return byCause.getOrDefault(cause, 0L);
  }

  List<Said> reports() {
    return List.copyOf(reports);
  }
}
