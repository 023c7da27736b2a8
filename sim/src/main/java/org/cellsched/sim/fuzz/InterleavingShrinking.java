package org.cellsched.sim.fuzz;

import java.util.List;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.interleaving.Interleaving;
import org.cellsched.sim.interleaving.Interleaving.Switch;
import org.cellsched.sim.scenario.Scenario;

/** Callbacks that are interrupted less often, by a list instead of by chance. */
final class InterleavingShrinking {

  private InterleavingShrinking() {}

  /** Without any switch: then it was not the interleaving. */
  static List<Scenario> withoutAny(Scenario scenario) {
    return scenario.interleaving().overlaps()
        ? List.of(Interleavings.with(scenario, List.of()))
        : List.of();
  }

  /** The same run, with the switches listed that chance made. */
  static List<Scenario> listed(Scenario scenario) {
    if (!(scenario.interleaving() instanceof Interleaving.Drawn)) {
      return List.of();
    }
    Simulation simulation = new Simulation(scenario);
    Outcome.of(simulation);
    return List.of(Interleavings.with(scenario, simulation.switches()));
  }

  /** Without the first or the second half of the switches. */
  static List<Scenario> withoutHalf(Scenario scenario) {
    if (!(scenario.interleaving() instanceof Interleaving.Listed(List<Switch> switches))
        || switches.size() < 2) {
      return List.of();
    }
    int half = switches.size() / 2;
    return List.of(
        Interleavings.with(scenario, switches.subList(0, half)),
        Interleavings.with(scenario, switches.subList(half, switches.size())));
  }

  static List<Scenario> withoutOne(Scenario scenario) {
    return scenario.interleaving() instanceof Interleaving.Listed(List<Switch> switches)
        ? Simplification.withoutEach(switches, fewer -> Interleavings.with(scenario, fewer))
        : List.of();
  }
}
