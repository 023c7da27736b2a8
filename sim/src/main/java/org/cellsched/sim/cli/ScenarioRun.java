package org.cellsched.sim.cli;

import java.nio.file.Path;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Interruption;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.ScenarioFault;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;

/** Runs a scenario for a command: shows progress, takes the time, names the file in complaints. */
record ScenarioRun(Console console, Interruption interruption) {

  RunResult run(Path file, Scenario scenario, RunObserver observer) {
    return runUntil(file, scenario, observer, Long.MAX_VALUE);
  }

  /** As far as that, or a little further. */
  RunResult runUntil(Path file, Scenario scenario, RunObserver observer, long untilNs) {
    ProgressLine line = new ProgressLine(console, interruption);
    try {
      return run(
          file,
          scenario,
          observer,
          (nowNs, durationNs) -> line.reached(nowNs, durationNs) && nowNs <= untilNs);
    } finally {
      line.erase();
    }
  }

  /** Somebody else shows how far it has come, or nobody. */
  static RunResult run(Path file, Scenario scenario, RunObserver observer, Progress progress) {
    long startedNs = System.nanoTime();
    try {
      return new Simulation(scenario, observer).run(progress).tookNs(System.nanoTime() - startedNs);
    } catch (ScenarioFault fault) {
      throw complaint(file, fault);
    }
  }

  /** That the scenario of this file asks for what cannot be done. */
  private static CommandFailure complaint(Path file, ScenarioFault fault) {
    String place = fault.line() == 0 ? file + ": " : file + ":" + fault.line() + ": ";
    return new CommandFailure(ExitStatus.BAD_INPUT, place + fault.getMessage(), fault);
  }
}
