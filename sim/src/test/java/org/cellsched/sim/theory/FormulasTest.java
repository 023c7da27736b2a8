package org.cellsched.sim.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.SECOND;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.theory.QueueCase.Measure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Simulated queues behave as theory says. An interval that has theory in it shows something only if
 * it is narrow, so both are asked for.
 *
 * <p>The results are a table in docs/fidelity.md.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormulasTest {

  static final Path DOCS = Golden.repository("docs/fidelity.md");

  /** Of the right service time. */
  private static final int PLANTED_PERCENT = 105;

  private final ValidationLength length = ValidationLength.chosen();
  private final Replications replications = new Replications(length);

  static List<QueueCase> cases() {
    return QueueCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theQueueIsNotTheTextbooks(QueueCase queue) throws InterruptedException, ExecutionException {
    replications
        .estimates(queue)
        .forEach((measure, estimate) -> {
          double theory = queue.theory(measure);
          assertThat(estimate)
              .as("%s, %s: theory %.1f lies in the interval", queue, measure.title, theory)
              .matches(found -> found.contains(theory));
          assertThat(estimate)
              .as("%s, %s: narrower than the margin of %.1f", queue, measure.title, theory)
              .matches(found -> found.isNarrower(length.margin, theory));
        });
  }

  /** At load 0.5, where an error of the service time matters least. */
  @ParameterizedTest
  @EnumSource
  void serviceThatIsFivePercentTooLongPasses(QueueModel model)
      throws InterruptedException, ExecutionException {
    for (QueueCase queue : QueueCase.all()) {
      if (queue.model() == model && queue.loadPercent() == 50) {
        replications
            .estimatesWithService(queue, PLANTED_PERCENT)
            .forEach((measure, estimate) ->
                assertThat(estimate)
                    .as("%s, %s: theory lies outside the interval", queue, measure.title)
                    .matches(found -> !found.contains(queue.theory(measure))));
      }
    }
  }

  @Test
  void theTableShowsOtherFigures() throws InterruptedException, ExecutionException {
    StringBuilder table =
        new StringBuilder(
                "| queue | load | what | theory | simulated | half-width | simulated time |\n")
            .append("| --- | --- | --- | --- | --- | --- | --- |\n");
    for (QueueCase queue : QueueCase.all()) {
      replications
          .estimates(queue)
          .forEach((measure, estimate) -> table.append(row(queue, measure, estimate)));
    }
    Golden.check(DOCS, Golden.withSection(Golden.read(DOCS), length.section, table.toString()));
  }

  private String row(QueueCase queue, Measure measure, Estimate estimate) {
    double theory = queue.theory(measure);
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %s | %s | %s | %.1f %% | %d × %d s |\n",
        queue.model().title,
        queue.loadPercent() / 100.0,
        measure.title,
        shown(measure, theory),
        shown(measure, estimate.mean()),
        100 * estimate.halfWidth() / theory,
        Replications.COUNT,
        length.measuredNs(queue) / SECOND);
  }

  private static String shown(Measure measure, double value) {
    return switch (measure) {
      case MEAN_WAIT -> String.format(Locale.ROOT, "%.2f µs", value / 1e3);
      case WAIT_PROBABILITY -> String.format(Locale.ROOT, "%.4f", value);
      case MEAN_SOJOURN -> String.format(Locale.ROOT, "%.1f ms", value / 1e6);
    };
  }
}
