package org.cellsched.sim;

import java.util.List;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.demand.DemandSample;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.check.AccountsChecker;
import org.cellsched.sim.check.ControlChecker;
import org.cellsched.sim.check.CpuMaxWatch;
import org.cellsched.sim.check.LivenessChecker;
import org.cellsched.sim.check.SafetyChecker;
import org.cellsched.sim.check.WaitingChecker;
import org.cellsched.sim.explain.WorstWaits;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.metrics.RunMetrics;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.trace.RunDigest;
import org.cellsched.sim.trace.RunObserver;
import org.jspecify.annotations.Nullable;

/**
 * Passes each kernel event to all who watch. Fields instead of a list: each call has one target, so
 * that the JVM can inline it.
 */
record Observers(
    Tenants tenants,
    RunMetrics metrics,
    RunDigest digest,
    SafetyChecker safety,
    WaitingChecker waiting,
    LivenessChecker liveness,
    WorstWaits worstWaits,
    CpuMaxWatch cpuMax,
    AccountsChecker accounts,
    ControlChecker control,
    RunObserver visitor)
    implements RunObserver {

  /** Looks for what makes no event of its own. */
  void sweep(long nowNs, Kernel kernel) {
    safety.sweep(nowNs);
    waiting.sweep(nowNs, kernel.cpus());
    liveness.sweep(nowNs, kernel.tasks());
  }

  /** The last look; every running task has been charged up to now. */
  void finish(long nowNs, Kernel kernel) {
    waiting.sweep(nowNs, kernel.cpus());
    liveness.sweep(nowNs, kernel.tasks());
    safety.finish(nowNs, kernel.tasks(), kernel.cpus());
    digest.finish(nowNs);
  }

  /** The run is over, at its end or before. */
  void ended(long nowNs, Kernel kernel) {
    worstWaits.finish(nowNs, kernel.tasks());
    visitor.ends(nowNs);
  }

  @Override
  public void woke(long nowNs, Task task) {
    digest.woke(nowNs, task);
    waiting.woke(nowNs, task);
    visitor.woke(nowNs, task);
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    digest.started(nowNs, runsFromNs, cpu, task, moved);
    metrics.started(nowNs, runsFromNs, cpu, task, moved);
    safety.started(nowNs, runsFromNs, cpu, task, moved);
    waiting.started(nowNs, runsFromNs, cpu, task, moved);
    liveness.started(nowNs, runsFromNs, cpu, task, moved);
    accounts.started(nowNs, runsFromNs, cpu, task, moved);
    worstWaits.started(nowNs, runsFromNs, cpu, task, moved);
    visitor.started(nowNs, runsFromNs, cpu, task, moved);
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ranNs) {
    metrics.charged(nowNs, cpu, task, ranNs);
    safety.charged(nowNs, cpu, task, ranNs);
    accounts.charged(nowNs, cpu, task, ranNs);
    cpuMax.charged(nowNs, cpu, task, ranNs);
    visitor.charged(nowNs, cpu, task, ranNs);
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    digest.stopped(nowNs, cpu, task, runnable);
    safety.stopped(nowNs, cpu, task, runnable);
    waiting.stopped(nowNs, cpu, task, runnable);
    liveness.stopped(nowNs, cpu, task, runnable);
    visitor.stopped(nowNs, cpu, task, runnable);
  }

  @Override
  public void exited(long nowNs, Task task) {
    waiting.exited(nowNs, task);
    liveness.exited(nowNs, task);
    worstWaits.exited(nowNs, task);
    visitor.exited(nowNs, task);
  }

  @Override
  public void becameIdle(long nowNs, Cpu cpu) {
    waiting.becameIdle(nowNs, cpu);
    visitor.becameIdle(nowNs, cpu);
  }

  @Override
  public void leftIdle(long nowNs, Cpu cpu) {
    waiting.leftIdle(nowNs, cpu);
    visitor.leftIdle(nowNs, cpu);
  }

  @Override
  public void stateChanged(long nowNs, Cpu cpu) {
    worstWaits.stateChanged(nowNs, cpu);
    visitor.stateChanged(nowNs, cpu);
  }

  @Override
  public void interrupted(long nowNs, Cpu cpu, long fromNs, long ns) {
    liveness.interrupted(nowNs, cpu, fromNs, ns);
    worstWaits.interrupted(nowNs, cpu, fromNs, ns);
    visitor.interrupted(nowNs, cpu, fromNs, ns);
  }

  @Override
  public void throttled(long nowNs, Task task) {
    waiting.throttled(nowNs, task);
    worstWaits.throttled(nowNs, task);
    visitor.throttled(nowNs, task);
  }

  @Override
  public void throttledFor(long nowNs, Task task, long ns) {
    metrics.throttledFor(nowNs, task, ns);
    visitor.throttledFor(nowNs, task, ns);
  }

  @Override
  public void limited(long nowNs, Cgroup cgroup) {
    cpuMax.limited(nowNs, cgroup);
    visitor.limited(nowNs, cgroup);
  }

  @Override
  public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
    waiting.decided(nowNs, decision, cpu, task);
    accounts.decided(nowNs, decision, cpu, task);
    visitor.decided(nowNs, decision, cpu, task);
  }

  @Override
  public void sliceSet(long nowNs, Task task) {
    safety.sliceSet(nowNs, task);
    visitor.sliceSet(nowNs, task);
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    if (tenants.hasMoved(task)) {
      worstWaits.tenantsChange();
    }
    tenants.classify(task);
    safety.reclassified(nowNs, task);
    waiting.reclassified(nowNs, task);
    liveness.reclassified(nowNs, task);
    accounts.reclassified(nowNs, task);
    visitor.reclassified(nowNs, task);
  }

  @Override
  public void controllerBegins(PolicyConfig policy, CellController controller) {
    control.begins(controller, policy.controllerConfig());
    visitor.controllerBegins(policy, controller);
  }

  @Override
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    if (input instanceof ControllerInput.DemandSampled(DemandSample sample)) {
      accounts.sampled(nowNs, sample);
    }
    control.told(nowNs, input, effects);
    visitor.told(nowNs, input, effects);
  }

  @Override
  public void planApplied(long nowNs, PublishedPlan plan) {
    metrics.ownershipChanged(nowNs);
    waiting.ownershipChanged(nowNs);
    digest.applied(nowNs, plan);
    accounts.planApplied(plan);
    visitor.planApplied(nowNs, plan);
  }

  @Override
  public void arrived(long nowNs, int stream) {
    visitor.arrived(nowNs, stream);
  }

  @Override
  public void completed(long nowNs, Task server, long arrivedNs, long serviceNs) {
    metrics.completed(nowNs, server, arrivedNs, serviceNs);
    visitor.completed(nowNs, server, arrivedNs, serviceNs);
  }
}
