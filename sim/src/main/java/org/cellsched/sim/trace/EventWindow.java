package org.cellsched.sim.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/**
 * The observable events of a stretch of a run, those that {@link RunDigest} covers, in words; and
 * if asked for, the state of the machine at one of them. Memory is bounded by the events in the
 * stretch.
 */
public final class EventWindow implements RunObserver {

  /**
   * Something that could be observed.
   *
   * @param plan whether it is the control plane's doing: a plan that comes into force
   */
  public record Event(long timeNs, String what, boolean plan) {}

  /** No event's state is asked for. */
  public static final int NO_EVENT = -1;

  private final long fromNs;
  private final long toNs;
  private final int stateAt;
  private final List<Event> events = new ArrayList<>();
  private @Nullable MachineState state;
  private Kernel kernel;
  private Tenants tenants;
  private Ownership ownership;

  /**
   * @param toNs the first time that is out of the window again
   * @param stateAt the number of the event, from 0, whose state is kept; or {@link #NO_EVENT}
   */
  @SuppressWarnings("NullAway.Init") // The machine comes with begins.
  public EventWindow(long fromNs, long toNs, int stateAt) {
    this.fromNs = fromNs;
    this.toNs = toNs;
    this.stateAt = stateAt;
  }

  /** The events in the window, in the order in which they happened. */
  public List<Event> events() {
    return Collections.unmodifiableList(events);
  }

  /** What the machine was doing at the event that was asked for; null if there was none. */
  public @Nullable MachineState state() {
    return state;
  }

  /** How many events two runs have in common before the first that differs. O(events). */
  public static int commonEvents(List<Event> a, List<Event> b) {
    int common = 0;
    int least = Math.min(a.size(), b.size());
    while (common < least && a.get(common).equals(b.get(common))) {
      common++;
    }
    return common;
  }

  @Override
  public void begins(Kernel machine, Tenants known, Ownership owned) {
    kernel = machine;
    tenants = known;
    ownership = owned;
  }

  @Override
  public void woke(long nowNs, Task task) {
    if (isInside(nowNs)) {
      add(nowNs, task + " wakes");
    }
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    if (isInside(nowNs)) {
      add(nowNs, cpu + " switches to " + task);
    }
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    if (isInside(nowNs)) {
      add(nowNs, task + " leaves " + cpu + (runnable ? " and waits" : " and wants no more"));
    }
  }

  @Override
  public void planApplied(long nowNs, PublishedPlan plan) {
    if (isInside(nowNs)) {
      add(nowNs, inWords(plan), true);
    }
  }

  private static String inWords(PublishedPlan plan) {
    String cells =
        plan.plan().cells().stream()
            .map(cell -> nameOf(cell, plan) + " " + masks(cell))
            .collect(Collectors.joining(", "));
    return "plan " + plan.generation() + " comes into force: " + cells;
  }

  private static String masks(CellAllocation cell) {
    return cell.borrowable().isEmpty()
        ? cell.primary().toString()
        : "%s (may borrow %s)".formatted(cell.primary(), cell.borrowable());
  }

  private static String nameOf(CellAllocation cell, PublishedPlan plan) {
    return plan.assignments().stream()
        .filter(assignment -> assignment.cell().equals(cell.id()))
        .map((CellAssignment assignment) -> assignment.cgroup().name())
        .findFirst()
        .orElse(Tenants.ROOT_NAME);
  }

  private boolean isInside(long nowNs) {
    return nowNs >= fromNs && nowNs < toNs;
  }

  private void add(long nowNs, String what) {
    add(nowNs, what, false);
  }

  private void add(long nowNs, String what, boolean plan) {
    if (events.size() == stateAt) {
      state = MachineState.of(kernel, tenants, ownership);
    }
    events.add(new Event(nowNs, what, plan));
  }
}
