package org.cellsched.loader.control;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.CgroupState;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.demand.DemandSample;
import org.cellsched.host.control.DataPlane;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.cgroup.CgroupWatcher;
import org.cellsched.loader.control.AttachableDataPlane.DataPlaneException;
import org.jspecify.annotations.Nullable;

/**
 * Hosts the controller on this machine: lists cgroups when something changed, reads counters on an
 * interval, publishes plans and acknowledges them. Decides nothing; its twin is the simulator's
 * SimulatedHost. One thread, and good for one run.
 */
final class ControlLoop {

  /** Cpusets that are inherited from above are noticed by looking anew: every second at least. */
  private static final long LOOK_ANEW_NS = 1_000_000_000;

  /** An interrupt, or the end of the scheduler in the kernel, is noticed within so much. */
  private static final long LONGEST_NAP_NS = 100_000_000;

  /** The generation of samples that are taken before any plan is in force. */
  private static final long NO_GENERATION = 0;

  private static final long NEVER = Long.MAX_VALUE;

  /** Reads which CPUs are online. */
  interface OnlineCpus {
    CpuMask read() throws IOException;
  }

  /** Why a loop ended. */
  enum End {
    /** It was told to. */
    STOPPED,
    /** A CPU came online of which the topology that the controller was made with knows nothing. */
    TOPOLOGY_OUTDATED
  }

  /**
   * Where things are, and how often they are read.
   *
   * @param cellParent path of the cgroup whose children are cells
   * @param intervalNs time between two readings of counters
   * @param clockNs the clock of the controller's inputs, CLOCK_MONOTONIC
   */
  record Setup(
      CgroupTree cgroups,
      String cellParent,
      long intervalNs,
      OnlineCpus onlineCpus,
      LongSupplier clockNs) {}

  private final CellController controller;
  private final AttachableDataPlane dataPlane;
  private final Setup setup;
  private final CpuMask knownCpus;
  private final LoopObserver observer;
  private final LongSupplier clockNs;
  private @Nullable PublishedPlan inForce;
  private @Nullable List<CgroupState> listed;
  private CpuMask online;
  private boolean attached;
  private long wakeAtNs = NEVER;
  private long sampleAtNs;
  private long lookAtNs;

  /**
   * @param controller a new one, or one restored from a checkpoint
   * @param online the CPUs that were online when the controller's topology was read
   */
  ControlLoop(
      CellController controller,
      AttachableDataPlane dataPlane,
      Setup setup,
      CpuMask online,
      LoopObserver observer) {
    this.controller = controller;
    this.dataPlane = dataPlane;
    this.setup = setup;
    this.knownCpus = online;
    this.online = online;
    this.observer = observer;
    this.clockNs = setup.clockNs;
  }

  /**
   * Runs until it is told not to. The data plane is attached as soon as a plan is in force.
   *
   * @throws IOException if the cell parent cannot be listed any more
   */
  End run(BooleanSupplier goesOn) throws IOException, InterruptedException, DataPlaneException {
    try (CgroupWatcher watcher = new CgroupWatcher(setup.cgroups.directory(setup.cellParent))) {
      begin(watcher);
      sampleAtNs = clockNs.getAsLong() + setup.intervalNs;
      while (goesOn.getAsBoolean()) {
        if (!online.isSubsetOf(knownCpus)) {
          return End.TOPOLOGY_OUTDATED;
        }
        attachIfReady();
        long leftNs = nextNs() - clockNs.getAsLong();
        boolean changed = watcher.await(Math.clamp(leftNs, 0, LONGEST_NAP_NS));
        step(watcher, changed);
      }
    }
    return End.STOPPED;
  }

  /** Everything up to the first plan in force, or the one that was before a restart. */
  private void begin(CgroupWatcher watcher) throws IOException {
    if (controller.status().plansIssued() > 0) {
      // Counters of another data plane begin anew: the samples before and after do not compare.
      sample(NO_GENERATION);
      tell(new ControllerInput.CpusOnline(online));
    }
    look(watcher, true);
    tell(new ControllerInput.Woken()); // a timer that was lost with the process before
    PublishedPlan believed = controller.status().applied();
    if (inForce == null && believed != null) {
      dataPlane.publish(believed);
      inForce = believed;
    }
    readCounters(); // the first reading only says where the counters begin
    observer.settled(clockNs.getAsLong(), controller);
  }

  private void attachIfReady() throws DataPlaneException {
    if (!attached && inForce != null) {
      dataPlane.attach();
      attached = true;
    }
  }

  private long nextNs() {
    return Math.min(wakeAtNs, Math.min(sampleAtNs, lookAtNs));
  }

  private void step(CgroupWatcher watcher, boolean changed) throws IOException {
    long nowNs = clockNs.getAsLong();
    if (nowNs < nextNs() && !changed) {
      return;
    }
    if (changed || nowNs >= lookAtNs) {
      look(watcher, changed);
    }
    if (nowNs >= wakeAtNs) {
      wakeAtNs = NEVER;
      tell(new ControllerInput.Woken());
    }
    if (nowNs >= sampleAtNs) {
      // Late readings are not made up for: the next interval begins now.
      sampleAtNs = nowNs + setup.intervalNs;
      readCounters();
      observer.sampled(nowNs, controller);
      reportDrained();
    }
    observer.settled(clockNs.getAsLong(), controller);
  }

  /** Lists everything; what is as it was is told only after a notification. */
  private void look(CgroupWatcher watcher, boolean notified) throws IOException {
    lookAtNs = clockNs.getAsLong() + LOOK_ANEW_NS;
    CpuMask nowOnline = setup.onlineCpus.read();
    if (!nowOnline.equals(online)) {
      online = nowOnline;
      tell(new ControllerInput.CpusOnline(online));
    }
    List<CgroupState> children = setup.cgroups.children(setup.cellParent);
    watcher.follow(children.stream().map(child -> child.identity().name()).toList());
    if (notified || !children.equals(listed)) {
      listed = children;
      tell(new ControllerInput.CgroupsListed(children));
    }
  }

  private void readCounters() {
    if (inForce != null) {
      sample(inForce.generation());
    }
  }

  private void sample(long generation) {
    long takenAtNs = clockNs.getAsLong();
    tell(
        new ControllerInput.DemandSampled(
            new DemandSample(generation, takenAtNs, dataPlane.counters())));
  }

  /** Tells the controller which cells that are gone have empty queues. */
  private void reportDrained() {
    if (inForce != null) {
      for (CellId cell : inForce.retiring()) {
        if (dataPlane.isDrained(cell)) {
          tell(new ControllerInput.CellDrained(cell));
        }
      }
    }
  }

  /** Tells the controller something, and then what became of the plans that it answers with. */
  private void tell(ControllerInput input) {
    ControllerEffect.ApplyPlan plan = carryOut(input);
    boolean published = false;
    while (plan != null) {
      ControllerInput answer = publish(plan);
      published |= answer instanceof ControllerInput.PlanApplied;
      plan = carryOut(answer);
    }
    if (published) {
      reportDrained();
    }
  }

  /**
   * Carries the effects out in their order, but for the plan among them: its answer is the next
   * input, and what the controller wishes for then must not be undone by what it wished for now.
   */
  private ControllerEffect.@Nullable ApplyPlan carryOut(ControllerInput input) {
    long nowNs = clockNs.getAsLong();
    List<ControllerEffect> effects = controller.on(input, nowNs);
    observer.told(nowNs, input, effects);
    ControllerEffect.ApplyPlan toPublish = null;
    for (ControllerEffect effect : effects) {
      switch (effect) {
        case ControllerEffect.ApplyPlan plan -> toPublish = plan;
        case ControllerEffect.WakeAt wake -> wakeAtNs = wake.timeNs();
        case ControllerEffect.Report report -> observer.reported(nowNs, report);
      }
    }
    return toPublish;
  }

  private ControllerInput publish(ControllerEffect.ApplyPlan plan) {
    long generation = plan.plan().generation();
    try {
      dataPlane.publish(plan.plan());
    } catch (DataPlane.RefusedException e) {
      return new ControllerInput.PlanRefused(generation, String.valueOf(e.getMessage()));
    }
    inForce = plan.plan();
    observer.applied(clockNs.getAsLong(), plan, controller);
    return new ControllerInput.PlanApplied(generation);
  }
}
