package org.cellsched.sim.fuzz;

import java.util.List;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.interleaving.AllSchedules;
import org.cellsched.sim.interleaving.Interleaving;
import org.cellsched.sim.interleaving.Interleaving.Switch;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;

/** Every interleaving of a tiny scenario. */
public final class Interleavings {

  private Interleavings() {}

  /** Runs the scenario with each schedule of at most so many switches, every checker on. */
  public static AllSchedules.Result tryAll(Scenario scenario, int mostSwitches, long mostRuns) {
    return AllSchedules.tryAll(
        interleaving -> trial(with(scenario, interleaving)), mostSwitches, mostRuns);
  }

  /** The scenario with these switches. */
  public static Scenario with(Scenario scenario, List<Switch> switches) {
    return with(scenario, new Interleaving.Listed(switches));
  }

  private static Scenario with(Scenario scenario, Interleaving interleaving) {
    return Parts.of(scenario).withInterleaving(interleaving).scenario();
  }

  private static AllSchedules.Trial trial(Scenario scenario) {
    Simulation simulation = new Simulation(scenario, RunObserver.NONE);
    Outcome.Failure failure = Outcome.of(simulation).failure();
    return new AllSchedules.Trial(
        simulation.candidates(), failure == null ? null : failure.rule() + " " + failure.detail());
  }
}
