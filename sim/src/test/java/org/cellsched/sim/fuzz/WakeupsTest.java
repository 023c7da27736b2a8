package org.cellsched.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.sim.Progress;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.trace.RunObserver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often tasks wake up, told from their behaviours, is how often they do where none waits. */
class WakeupsTest {

  private static final long SECOND_NS = 1_000_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runSleep: {run: 1ms, sleep: 3ms}",
        "runSleep: {run: {exponential: {mean: 1ms}}, sleep: {uniform: {min: 2ms, max: 4ms}}}",
        "periodic: {run: 1ms, every: 4ms}",
        "serve: {arrivals: {poisson: {perSecond: 400}}, service: 200us}",
        "serve: {arrivals: {every: 5ms}, service: 1ms, fanOut: 2}",
        "serve: {arrivals: {clients: {count: 3, think: 6ms}}, service: 1ms}",
        "program: {steps: [run: 1ms, sleep: 3ms]}",
        "program: {steps: [run: 1ms, timer: {name: t, period: 4ms}]}",
        "program: {phases: [{loop: 3, steps: [run: 1ms, sleep: 3ms]},"
            + " {loop: 1, affinity: all, steps: [run: 2ms, sleep: 2ms]}]}",
      })
  void wakeupsAreMoreThanWasTold(String behaviour) throws InvalidFileException {
    Scenario scenario =
        ScenarioReader.parse(
            """
            scenario: wakeups
            duration: 1s
            machine: {coresPerLlc: 8}
            tasks:
              - name: t
                cell: root
                count: 2
                behaviour: {%s}
            """
                .formatted(behaviour),
            "wakeups",
            List.of());

    long told =
        Wakeups.within(SECOND_NS, scenario.tasks().getFirst(), scenario.machine().topology());

    assertThat(wakeups(scenario)).isBetween(told * 6 / 10, told * 11 / 10);
  }

  private static long wakeups(Scenario scenario) {
    long[] count = new long[1];
    RunObserver counter =
        new RunObserver() {
          @Override
          public void woke(long nowNs, Task task) {
            count[0]++;
          }
        };
    new Simulation(scenario, counter).run(Progress.NONE);
    return count[0];
  }
}
