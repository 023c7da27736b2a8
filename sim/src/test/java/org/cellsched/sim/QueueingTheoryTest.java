package org.cellsched.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.US;
import static org.cellsched.sim.TestScenario.serve;

import org.assertj.core.data.Offset;
import org.cellsched.sim.TestScenario.Outcome;
import org.cellsched.sim.workload.Distribution;
import org.junit.jupiter.api.Test;

/** Queues whose mean is known, without costs. */
class QueueingTheoryTest {

  private static Outcome single(Distribution service, int servers) {
    return TestScenario.cpus(servers)
        .free()
        .seed(3)
        .tasks("server", "root", servers, serve(700L * servers, service))
        .run(300 * SECOND);
  }

  private static double meanUs(Outcome run) {
    // The mean follows from quantiles only roughly; the number in the system gives it exactly.
    return run.group("server").requestLatencyNs().p50() / (double) US;
  }

  @Test
  void oneServerIsNotAnMm1Queue() {
    // Arrivals 700/s, service 1000/s: latency is exponential with mean 1 / (mu - lambda).
    Outcome run = single(new Distribution.Exponential(1_000 * US), 1);
    assertThat(run.group("server").requestLatencyNs().count())
        .isCloseTo(210_000L, Offset.offset(2_000L));
    double mean = 1e6 / 300;
    assertThat(meanUs(run)).isCloseTo(mean * Math.log(2), Offset.offset(mean * 0.05));
    assertThat(run.group("server").requestLatencyNs().p90() / (double) US)
        .isCloseTo(mean * Math.log(10), Offset.offset(mean * 0.15));
    assertThat(run.cell("root").utilisationPpm()).isBetween(690_000L, 710_000L);
  }
}
