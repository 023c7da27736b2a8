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
import org.jspecify.annotations.Nullable;

/**
 * Hosts the controller on this machine: lists cgroups when something changed, reads counters on an
 * interval, publishes plans and acknowledges them. Decides nothing; its twin is the simulator's
 * SimulatedHost. One thread.
 */
public final class ControlLoop implements AutoCloseable {

  /** Cpusets that are inherited from above are noticed by looking anew: every second at least. */
  private static final long LOOK_ANEW_NS = 1_000_000_000;

  private static final long NEVER = Long.MAX_VALUE;

  /** Reads which CPUs are online. */
  public interface OnlineCpus {
    CpuMask read() throws IOException;
  }

  /**
   * Where things are, and how often they are read.
   *
   * @param cellParent path of the cgroup whose children are cells
   * @param intervalNs time between two readings of counters
   */
  public record Setup(CgroupTree cgroups, String cellParent, long intervalNs) {}

  private final CellController controller;
  private final DataPlane dataPlane;
  private final Setup setup;
  private final OnlineCpus onlineCpus;
  private final LoopObserver observer;
  private final LongSupplier clockNs;
  private @Nullable CgroupWatcher watcher;
  private @Nullable PublishedPlan inForce;
  private CpuMask online;
  private long wakeAtNs = NEVER;
  private long sampleAtNs;
  private long lookAtNs;

  /**
   * @param online the CPUs that the controller was made with
   * @param clockNs the clock of the controller's inputs, CLOCK_MONOTONIC
   */
  public ControlLoop(
      CellController controller,
      DataPlane dataPlane,
      Setup setup,
      CpuMask online,
      OnlineCpus onlineCpus,
      LoopObserver observer,
      LongSupplier clockNs) {
    this.controller = controller;
    this.dataPlane = dataPlane;
    this.setup = setup;
    this.online = online;
    this.onlineCpus = onlineCpus;
    this.observer = observer;
    this.clockNs = clockNs;
  }

  /**
   * Watches from now on, and publishes the first plan.
   *
   * @throws IOException if the cell parent cannot be listed
   */
  public void begin() throws IOException {
    CgroupWatcher begun = new CgroupWatcher(setup.cgroups.directory(setup.cellParent));
    watcher = begun;
    look(begun);
  }

  /**
   * Runs until it is told not to; after {@link #begin}.
   *
   * @throws IOException if the cell parent cannot be listed any more
   */
  public void run(BooleanSupplier goesOn) throws IOException, InterruptedException {
    CgroupWatcher begun = watcher;
    if (begun == null) {
      throw new IllegalStateException("the loop has not begun");
    }
    readCounters(); // the first reading only says where the counters begin
    sampleAtNs = clockNs.getAsLong() + setup.intervalNs;
    while (goesOn.getAsBoolean()) {
      boolean changed = begun.await(Math.max(0, nextNs() - clockNs.getAsLong()));
      step(begun, changed);
    }
  }

  @Override
  public void close() throws IOException {
    if (watcher != null) {
      watcher.close();
    }
  }

  private long nextNs() {
    return Math.min(wakeAtNs, Math.min(sampleAtNs, lookAtNs));
  }

  private void step(CgroupWatcher begun, boolean changed) throws IOException {
    long nowNs = clockNs.getAsLong();
    if (changed || nowNs >= lookAtNs) {
      look(begun);
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
  }

  private void look(CgroupWatcher begun) throws IOException {
    lookAtNs = clockNs.getAsLong() + LOOK_ANEW_NS;
    CpuMask nowOnline = onlineCpus.read();
    if (!nowOnline.equals(online)) {
      online = nowOnline;
      tell(new ControllerInput.CpusOnline(online));
    }
    List<CgroupState> children = setup.cgroups.children(setup.cellParent);
    begun.follow(children.stream().map(child -> child.identity().name()).toList());
    tell(new ControllerInput.CgroupsListed(children));
  }

  private void readCounters() {
    if (inForce != null) {
      tell(
          new ControllerInput.DemandSampled(
              new DemandSample(inForce.generation(), clockNs.getAsLong(), dataPlane.counters())));
    }
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

  private void tell(ControllerInput input) {
    long nowNs = clockNs.getAsLong();
    List<ControllerEffect> effects = controller.on(input, nowNs);
    observer.told(nowNs, input, effects);
    for (ControllerEffect effect : effects) {
      switch (effect) {
        case ControllerEffect.ApplyPlan plan -> publish(plan);
        case ControllerEffect.WakeAt wake -> wakeAtNs = wake.timeNs();
        case ControllerEffect.Report report -> observer.reported(nowNs, report);
      }
    }
  }

  private void publish(ControllerEffect.ApplyPlan plan) {
    long generation = plan.plan().generation();
    try {
      dataPlane.publish(plan.plan());
    } catch (DataPlane.RefusedException e) {
      tell(new ControllerInput.PlanRefused(generation, String.valueOf(e.getMessage())));
      return;
    }
    inForce = plan.plan();
    observer.applied(clockNs.getAsLong(), plan, controller);
    tell(new ControllerInput.PlanApplied(generation));
    reportDrained();
  }
}
