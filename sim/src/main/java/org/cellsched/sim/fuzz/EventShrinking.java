package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;

/** Fewer events, and what needs none. */
final class EventShrinking {

  /** So few are taken out one by one. */
  private static final int FEW = 4;

  private EventShrinking() {}

  static List<Scenario> withoutHalf(Scenario scenario) {
    List<ScenarioEvent> events = scenario.events();
    if (events.size() < FEW) {
      return List.of();
    }
    int half = events.size() / 2;
    return List.of(
        Simplification.withEvents(scenario, events.subList(0, half)),
        Simplification.withEvents(scenario, events.subList(half, events.size())),
        Simplification.withEvents(scenario, List.of()));
  }

  static List<Scenario> withoutOne(Scenario scenario) {
    return Simplification.withoutEach(
        scenario.events(), fewer -> Simplification.withEvents(scenario, fewer));
  }

  /** A cell that is there from the beginning, or tasks that start at the same time without it. */
  static List<Scenario> declared(Scenario scenario) {
    List<Scenario> proposals = new ArrayList<>();
    for (ScenarioEvent event : scenario.events()) {
      Scenario without =
          Simplification.withEvents(
              scenario, scenario.events().stream().filter(each -> !each.equals(event)).toList());
      switch (event.action()) {
        case Action.CreateCell(CellDeclaration cell) ->
            proposals.add(Simplification.withCells(without, and(cell, without.cells())));
        case Action.Start(TaskGroup group) -> {
          TaskGroup later = GroupParts.of(group).withStartNs(event.atNs()).group();
          proposals.add(Simplification.withTasks(without, and(later, without.tasks())));
        }
        default -> {}
      }
    }
    return proposals;
  }

  private static <T> List<T> and(T last, List<T> items) {
    List<T> more = new ArrayList<>(items);
    more.add(last);
    return more;
  }
}
