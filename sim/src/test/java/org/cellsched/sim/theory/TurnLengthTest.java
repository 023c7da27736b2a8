package org.cellsched.sim.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.cellsched.sim.Progress;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.theory.QueueCase.Measure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Requests that take turns stay nearly as long as if they shared the CPU evenly: how much longer is
 * a matter of the turns. Each replication is compared with what ideal sharing does with the same
 * arrivals, {@link UnfinishedWork}, so that next to nothing is left to chance.
 *
 * <p>The results are a table in docs/fidelity.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TurnLengthTest {

  private static final QueueCase QUEUE =
      new QueueCase(QueueModel.SHARED_MD1, 95, List.of(Measure.MEAN_SOJOURN), 400, 600);

  private static final double SERVICE_NS =
      (double) QUEUE.model().meanServiceNs(QUEUE.loadPercent());

  /** How a machine makes tasks take turns. */
  private record Turns(long sliceNs, int hz) {

    static final List<Turns> ALL =
        List.of(
            new Turns(20 * MS, 250),
            new Turns(10 * MS, 1000),
            new Turns(5 * MS, 1000),
            new Turns(QueueModel.SHARED_SLICE_NS, QueueModel.SHARED_HZ));

    /** The longest: a slice that begins just after a tick. */
    double longestNs() {
      return sliceNs + (double) SECOND / hz;
    }

    /** Mean sojourn, as a multiple of what it is with infinitely short turns, less 1. */
    Estimate excess() throws InterruptedException, ExecutionException {
      return Estimate.of(Replications.all(this::excess).stream().mapToDouble(Double::doubleValue));
    }

    private double excess(long seed) {
      long endNs = QUEUE.warmUpNs() + QUEUE.seconds() * SECOND;
      RequestLog log = new RequestLog();
      TestScenario machine = TestScenario.cpus(1).free().sliceNs(sliceNs).hz(hz);
      assertThat(
              new Simulation(
                      QUEUE.model().scenario(machine, QUEUE.loadPercent(), 100, seed, endNs), log)
                  .run(Progress.NONE)
                  .violations())
          .isEmpty();
      double idealNs = SERVICE_NS + 2 * UnfinishedWork.meanNs(QUEUE, seed, log.arrivals());
      return QUEUE.mean(Measure.MEAN_SOJOURN, log) / idealNs - 1;
    }
  }

  @Test
  void turnsAreUnfairByMoreThanTheirLength() throws InterruptedException, ExecutionException {
    StringBuilder table =
        new StringBuilder(
                "| slice | HZ | longest turn by service | sojourn beyond ideal | half-width |\n")
            .append("| --- | --- | --- | --- | --- |\n");
    for (Turns turns : Turns.ALL) {
      Estimate excess = turns.excess();
      table.append(
          String.format(
              Locale.ROOT,
              "| %d ms | %d | %.1f %% | %.2f %% | %.2f %% |\n",
              turns.sliceNs() / MS,
              turns.hz(),
              100 * turns.longestNs() / SERVICE_NS,
              100 * excess.mean(),
              100 * excess.halfWidth()));
    }
    Golden.check(
        FormulasTest.DOCS,
        Golden.withSection(Golden.read(FormulasTest.DOCS), "turns", table.toString()));
  }
}
