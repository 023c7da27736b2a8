package org.cellsched.sim.metamorphic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;
import org.jspecify.annotations.Nullable;

/** Everything observable that happens in a run, in order. */
final class EventLog implements RunObserver {

  /** A run and all that was seen of it. */
  record Run(RunResult result, List<SeenEvent> events) {

    /** The events in an order that does not depend on the numbers of CPUs. */
    List<SeenEvent> sortedEvents() {
      return sorted(events);
    }
  }

  static Run of(Scenario scenario) {
    EventLog log = new EventLog();
    RunResult result = new Simulation(scenario, log).run(Progress.NONE);
    return new Run(result, log.events);
  }

  /** By time, then by what happened: events of one time come in the order of their CPUs. */
  static List<SeenEvent> sorted(List<SeenEvent> events) {
    return events.stream()
        .sorted(
            Comparator.comparingLong(SeenEvent::timeNs)
                .thenComparing(SeenEvent::task)
                .thenComparing(SeenEvent::cpu)
                .thenComparing(SeenEvent::kind)
                .thenComparing(event -> event.timesNs().toString()))
        .toList();
  }

  /** What two lists of events first differ in; empty if they are equal. */
  static String firstDifference(List<SeenEvent> expected, List<SeenEvent> seen) {
    int common = Math.min(expected.size(), seen.size());
    for (int index = 0; index < common; index++) {
      if (!expected.get(index).equals(seen.get(index))) {
        return "event %d: expected %s, seen %s"
            .formatted(index, expected.get(index), seen.get(index));
      }
    }
    return expected.size() == seen.size()
        ? ""
        : "expected %d events, seen %d".formatted(expected.size(), seen.size());
  }

  private final List<SeenEvent> events = new ArrayList<>();

  private void add(long nowNs, String kind, @Nullable Cpu cpu, @Nullable Task task, Long... times) {
    events.add(
        new SeenEvent(
            nowNs,
            kind,
            cpu == null ? SeenEvent.NOWHERE : cpu.id(),
            task == null ? "" : task.name(),
            List.of(times)));
  }

  @Override
  public void woke(long nowNs, Task task) {
    add(nowNs, "woke", null, task);
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    add(nowNs, "started, moved " + moved, cpu, task, runsFromNs);
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ranNs) {
    add(nowNs, "charged", cpu, task, ranNs);
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    add(nowNs, runnable ? "stopped, waits" : "stopped", cpu, task);
  }

  @Override
  public void exited(long nowNs, Task task) {
    add(nowNs, "exited", null, task);
  }

  @Override
  public void stateChanged(long nowNs, Cpu cpu) {
    add(nowNs, cpu.state().name(), cpu, null);
  }

  @Override
  public void interrupted(long nowNs, Cpu cpu, long fromNs, long ns) {
    add(nowNs, "interrupted", cpu, null, fromNs, ns);
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    add(nowNs, "reclassified, weighs " + task.weight(), null, task);
  }

  @Override
  public void throttled(long nowNs, Task task) {
    add(nowNs, task.isThrottled() ? "throttled" : "throttled no longer", null, task);
  }

  @Override
  public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
    events.add(
        new SeenEvent(nowNs, decision.name(), cpu, task == null ? "" : task.name(), List.of()));
  }

  @Override
  public void arrived(long nowNs, int stream) {
    add(nowNs, "request in stream " + stream, null, null);
  }

  @Override
  public void completed(long nowNs, Task server, long arrivedNs, long serviceNs) {
    add(nowNs, "request served", null, server, arrivedNs, serviceNs);
  }
}
