package org.cellsched.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cellsched.sim.RunResult.ExpectationResult;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

class ExpectationsTest {

  private static ExpectationResult judged(String expectation) throws ScenarioException {
    String scenario =
        """
        scenario: short
        duration: 100ms
        machine: {coresPerLlc: 2}
        cells: {web: {cpuset: 1}}
        tasks: [{name: worker, cell: web, behaviour: {periodic: {run: 1ms, every: 10ms}}}]
        expect: ["%s"]
        """
            .formatted(expectation);
    return new Simulation(ScenarioReader.parse(scenario, "short.yaml", List.of()))
        .run(Progress.NONE)
        .expectations()
        .getFirst();
  }

  @Test
  void failureLooksLikeSuccessByRounding() throws ScenarioException {
    ExpectationResult failed = judged("worker.wakeupLatency.max <= 2.999us");

    assertThat(failed.passed()).isFalse();
    assertThat(failed.observed()).isEqualTo("worker.wakeupLatency.max = 3.00 us, exactly 3000 ns");
  }

  @Test
  void everyValueIsToldToTheNanosecond() throws ScenarioException {
    assertThat(judged("worker.wakeupLatency.max <= 3us").observed())
        .isEqualTo("worker.wakeupLatency.max = 3.00 us");
    assertThat(judged("worker.wakeupLatency.max <= 1us").observed())
        .isEqualTo("worker.wakeupLatency.max = 3.00 us");
  }
}
