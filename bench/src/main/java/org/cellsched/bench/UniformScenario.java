package org.cellsched.bench;

import java.util.List;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;

/**
 * Two tasks for each CPU that run and sleep for a millisecond each, in eight cells, borrowing on:
 * the load of {@code sim bench}. However many CPUs, it has as much CPU time in all.
 */
final class UniformScenario {

  /** CPUs times simulated time; each millisecond of it has a switch to a task or a little more. */
  private static final long CPU_MS = 128_000;

  private static final int CELLS = 8;

  private UniformScenario() {}

  static Scenario of(int cpus) {
    StringBuilder text = new StringBuilder();
    text.append("scenario: uniform\nduration: %dms\n".formatted(CPU_MS / cpus));
    text.append("machine: {llcs: %d, coresPerLlc: 8}\n".formatted(cpus / 8));
    text.append("policy: {borrowing: true}\ncells:\n");
    for (int cell = 0; cell < CELLS; cell++) {
      text.append("  cell%d: {}\n".formatted(cell));
    }
    text.append("tasks:\n");
    for (int cell = 0; cell < CELLS; cell++) {
      text.append(
          "  - {name: load%d, cell: cell%d, count: %d, behaviour: {runSleep: {run: 1ms, sleep: 1ms}}}\n"
              .formatted(cell, cell, 2 * cpus / CELLS));
    }
    try {
      return ScenarioReader.parse(text.toString(), "uniform.yaml", List.of());
    } catch (ScenarioException e) {
      throw new IllegalStateException(e);
    }
  }
}
