package org.cellsched.sim.fuzz;

import java.util.List;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;

/** Fewer events. */
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
}
