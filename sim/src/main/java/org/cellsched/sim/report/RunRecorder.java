package org.cellsched.sim.report;

import java.util.List;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.report.Columns;
import org.cellsched.host.report.ControlHistory;
import org.cellsched.host.report.Report;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.explain.Wait;
import org.cellsched.sim.explain.WaitReport;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.trace.RunObserver;
import org.jspecify.annotations.Nullable;

/**
 * Watches a run for a {@link Report}. Memory does not grow with the length of the run: a busy
 * machine of 128 CPUs costs some 100 MB.
 */
public class RunRecorder implements RunObserver {

  /** Pieces of the map: so many make a page of three megabytes, which is still drawn fluently. */
  private static final int MOST_PIECES = 1 << 19;

  private final Scenario scenario;
  private final int mostPieces;
  private Kernel kernel;
  private Tenants tenants;
  private TurnWatch turns;
  private RunHistory history;
  private @Nullable ControlHistory control;

  protected RunRecorder(Scenario scenario) {
    this(scenario, MOST_PIECES);
  }

  @SuppressWarnings("NullAway.Init") // The machine comes with begins.
  RunRecorder(Scenario scenario, int mostPieces) {
    this.scenario = scenario;
    this.mostPieces = mostPieces;
  }

  /**
   * The report of the run, which is over.
   *
   * @param text of the scenario as people wrote it
   * @param command that repeats the run
   * @param changes what the run differs in from that text, as options; empty if in nothing
   * @param explained waits that were looked at from close by; may be none
   */
  public Report report(
      RunResult result,
      String text,
      String command,
      String changes,
      List<WaitReport> explained,
      Columns columns) {
    return new RunReport(scenario, result, kernel, tenants, turns, history, control, columns)
        .build(text, command, changes, explained);
  }

  /** The longest wait of each cell: of cells that were hurt first, then longest first. */
  protected static List<Wait> worstWaitsFirst(RunResult result) {
    return Verdicts.worstWaitsFirst(result);
  }

  @Override
  public void begins(Kernel ofRun, Tenants tenantsOfRun, Ownership ownership) {
    kernel = ofRun;
    tenants = tenantsOfRun;
    int cpus = kernel.topology().cpuCount();
    turns = new TurnWatch(kernel, tenants, ownership, new PieceLog(cpus, mostPieces));
    history = new RunHistory(scenario.durationNs(), tenants, ownership);
  }

  @Override
  public void controllerBegins(PolicyConfig policy, CellController controller) {
    control = new ControlHistory(0, controller, kernel.topology().cpuCount());
  }

  @Override
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    if (control != null) {
      control.told(nowNs, input, effects);
    }
  }

  @Override
  public void planApplied(long nowNs, PublishedPlan plan) {
    turns.planApplied(nowNs, plan);
    history.planApplied(nowNs, plan);
  }

  @Override
  public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
    turns.decided(nowNs, decision, cpu, task);
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    turns.started(nowNs, runsFromNs, cpu, task, moved);
    history.started(nowNs, runsFromNs, cpu, task, moved);
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    turns.stopped(nowNs, cpu, task, runnable);
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ranNs) {
    history.charged(nowNs, cpu, task, ranNs);
  }

  @Override
  public void stateChanged(long nowNs, Cpu cpu) {
    turns.stateChanged(nowNs, cpu);
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    turns.reclassified(nowNs, task);
  }

  @Override
  public void completed(long nowNs, Task server, long arrivedNs, long serviceNs) {
    history.completed(nowNs, server, arrivedNs, serviceNs);
  }

  @Override
  public void ends(long nowNs) {
    turns.ends(nowNs);
    history.ends(nowNs);
  }
}
