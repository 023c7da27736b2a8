package org.cellsched.sim.metamorphic;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.RunResult.CellResult;
import org.cellsched.sim.explain.Wait;
import org.jspecify.annotations.Nullable;

/** Compares a run with one of the same world under other names: see {@link Renumbering}. */
final class SameWorld {

  private SameWorld() {}

  /** What differs in the second run beyond names; empty if nothing does. */
  static List<String> differences(Renumbering renumbering, EventLog.Run base, EventLog.Run other) {
    List<String> differences = new ArrayList<>();
    String events =
        EventLog.firstDifference(
            EventLog.sorted(
                base.events().stream()
                    .map(event -> event.renumbered(renumbering.newCpu()))
                    .toList()),
            other.sortedEvents());
    if (!events.isEmpty()) {
      differences.add(events);
    }
    RunResult a = base.result();
    RunResult b = other.result();
    same(differences, "cells", cells(a, renumbering), cells(b, null));
    same(differences, "groups", a.groups(), b.groups());
    same(differences, "worst waits", waits(a, renumbering), waits(b, null));
    same(differences, "plans", a.plans(), b.plans());
    same(differences, "migrations", a.migrations(), b.migrations());
    same(differences, "machine", a.machineTimeNs(), b.machineTimeNs());
    same(differences, "violations", a.violationCount(), b.violationCount());
    same(differences, "idle while waiting", a.idleWhileWaitingNs(), b.idleWhileWaitingNs());
    same(differences, "switches", a.contextSwitches(), b.contextSwitches());
    same(differences, "engine events", a.events(), b.events());
    return differences;
  }

  private static void same(List<String> differences, String what, Object base, Object other) {
    if (!Objects.equals(base, other)) {
      differences.add("%s: expected %s, got %s".formatted(what, base, other));
    }
  }

  /** By name, without ids, which follow from names. */
  private static List<CellResult> cells(RunResult result, @Nullable Renumbering renumbering) {
    return result.cells().stream()
        .map(cell -> {
          String name = renumbering == null ? cell.name() : renumbering.path(cell.name());
          return new CellResult(
              0,
              name,
              null,
              renumbering == null ? cell.cpus() : renumbering.cpus(cell.cpus()),
              cell.cpuCount(),
              cell.cpuTimeNs(),
              cell.utilisationPpm(),
              cell.demandMilliCpus(),
              cell.borrowedNs(),
              cell.lentNs(),
              cell.wakeupLatencyNs(),
              cell.requestLatencyNs(),
              cell.switches(),
              cell.migrations(),
              cell.idleWhileWaitingNs(),
              cell.throttledNs());
        })
        .sorted(comparing(CellResult::name))
        .toList();
  }

  private static List<Wait> waits(RunResult result, @Nullable Renumbering renumbering) {
    return result.worstWaits().stream()
        .map(wait ->
            renumbering == null
                ? wait
                : new Wait(
                    wait.task(),
                    renumbering.path(wait.cell()),
                    wait.fromNs(),
                    wait.waitedNs(),
                    wait.ended(),
                    wait.switchNs(),
                    wait.cpu() < 0 ? wait.cpu() : renumbering.newCpu().applyAsInt(wait.cpu()),
                    renumbering.cpus(wait.eligibleCpus()),
                    wait.cpuTimeFromNs(),
                    wait.cpuTime()))
        .sorted(comparing(Wait::cell))
        .toList();
  }
}
