package org.cellsched.sim.control;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.CgroupState;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.CpusetReading;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.demand.DemandSample;
import org.cellsched.host.control.DataPlane;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * Hosts the controller as a loader does: lists cgroups when notified, reads counters on an
 * interval, publishes plans and acknowledges them. Decides nothing.
 */
public final class SimulatedHost {

  /**
   * How late the host hears of changes, how long publishing takes, and how often it reads counters.
   */
  public record Delays(long notificationNs, long publicationNs, long intervalNs) {}

  private final EventQueue events;
  private final HostEvents numbers;
  private final Kernel kernel;
  private final Cgroup cellParent;
  private final CellController controller;
  private final DataPlane dataPlane;
  private final Delays delays;
  private final HostObserver observer;
  private HostObserver.@Nullable Issued inFlight;
  private @Nullable PublishedPlan inForce;
  private CpuMask knownOnline;
  private boolean live;

  public SimulatedHost(
      EventQueue events,
      HostEvents numbers,
      Kernel kernel,
      Cgroup cellParent,
      CellController controller,
      DataPlane dataPlane,
      Delays delays,
      HostObserver observer) {
    this.events = events;
    this.numbers = numbers;
    this.kernel = kernel;
    this.cellParent = cellParent;
    this.controller = controller;
    this.dataPlane = dataPlane;
    this.delays = delays;
    this.observer = observer;
    this.knownOnline = kernel.online();
  }

  /** Puts the first plan in force at once, as a loader does before it attaches the scheduler. */
  public void applyFirstPlan() {
    tell(new ControllerInput.CgroupsListed(listCgroups()));
    if (inFlight != null) {
      publish();
    }
  }

  /** From now on the control plane watches and follows; without this call the first plan stays. */
  public void goLive() {
    live = true;
    // The first reading only says where the counters begin.
    readCounters();
    scheduleInterval();
  }

  /** Cgroups or CPUs changed: the host will hear of it. Changes meanwhile are heard of with it. */
  public void changed() {
    if (live && events.timeOf(numbers.notification()) == EventQueue.NEVER) {
      events.schedule(numbers.notification(), events.nowNs() + delays.notificationNs());
    }
  }

  /** Handles a popped event whose number is one of the host's. */
  public void handle(int event) {
    if (event == numbers.interval()) {
      sample();
      scheduleInterval();
    } else if (event == numbers.wakeup()) {
      tell(new ControllerInput.Woken());
    } else if (event == numbers.publication()) {
      publish();
    } else {
      observe();
    }
  }

  private void scheduleInterval() {
    events.schedule(numbers.interval(), events.nowNs() + delays.intervalNs());
  }

  private void observe() {
    CpuMask online = kernel.online();
    if (!online.equals(knownOnline)) {
      knownOnline = online;
      tell(new ControllerInput.CpusOnline(online));
    }
    tell(new ControllerInput.CgroupsListed(listCgroups()));
  }

  private List<CgroupState> listCgroups() {
    List<CgroupState> children = new ArrayList<>();
    for (Cgroup child : cellParent.children()) {
      CpuMask constraint = child.constraint();
      CpusetReading cpuset =
          constraint == null
              ? new CpusetReading.NotSet()
              : new CpusetReading.Limited(constraint.and(kernel.online()));
      children.add(new CgroupState(child.identity(), cpuset));
    }
    return children;
  }

  private void sample() {
    readCounters();
    controller.cells().forEach(cell -> observer.sampled(events.nowNs(), cell));
    if (inForce != null) {
      reportDrained(inForce);
    }
  }

  private void readCounters() {
    if (inForce != null) {
      kernel.tickAll();
      DemandSample sample =
          new DemandSample(inForce.generation(), events.nowNs(), dataPlane.counters());
      tell(new ControllerInput.DemandSampled(sample));
    }
  }

  private void publish() {
    HostObserver.Issued issued = inFlight;
    if (issued == null) {
      throw new IllegalStateException("no plan is in flight");
    }
    PublishedPlan plan = issued.plan().plan();
    inFlight = null;
    inForce = plan;
    kernel.tickAll();
    // Told first: what overlaps with the publication goes by the new plan already.
    observer.applied(events.nowNs(), issued);
    dataPlane.publish(plan);
    tell(new ControllerInput.PlanApplied(plan.generation()));
    reportDrained(plan);
  }

  /** Tells the controller which cells that are gone have empty queues. */
  private void reportDrained(PublishedPlan plan) {
    for (CellId cell : plan.retiring()) {
      if (dataPlane.isDrained(cell)) {
        tell(new ControllerInput.CellDrained(cell));
      }
    }
  }

  private void tell(ControllerInput input) {
    List<ControllerEffect> effects = controller.on(input, events.nowNs());
    observer.told(events.nowNs(), input, effects);
    for (ControllerEffect effect : effects) {
      switch (effect) {
        case ControllerEffect.ApplyPlan plan -> {
          inFlight = new HostObserver.Issued(plan, knownOnline, controller.cells());
          if (live) {
            events.schedule(numbers.publication(), events.nowNs() + delays.publicationNs());
          }
        }
        case ControllerEffect.WakeAt wake ->
            events.schedule(numbers.wakeup(), Math.max(events.nowNs(), wake.timeNs()));
        case ControllerEffect.Report report -> observer.reported(events.nowNs(), report);
      }
    }
  }
}
