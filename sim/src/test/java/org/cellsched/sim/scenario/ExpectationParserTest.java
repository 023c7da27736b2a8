package org.cellsched.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cellsched.host.yaml.Location;
import org.cellsched.sim.scenario.Expectation.Operand;
import org.cellsched.sim.scenario.Expectation.Subject;
import org.cellsched.sim.scenario.Expectation.When;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationParserTest {

  private static Expectation parse(String text) throws ScenarioException {
    return ScenarioReader.parse(
            """
            scenario: x
            duration: 30s
            machine: {coresPerLlc: 8}
            cells: {web: {}, batch: {}}
            tasks: [{name: server, cell: web, behaviour: spin}]
            expect:
              - '%s'
            """
                .formatted(text),
            "test.yaml",
            List.of())
        .expectations()
        .getFirst();
  }

  private static Operand measured(Subject subject, Metric metric, long factorPpm) {
    return new Operand.Measured(subject, metric, factorPpm);
  }

  private static Operand cell(String name, Metric metric) {
    return measured(new Subject.OfCell(name), metric, 1_000_000);
  }

  @Test
  void percentileAgainstTime() throws ScenarioException {
    assertThat(parse("web.wakeupLatency.p99 < 5ms"))
        .isEqualTo(
            new Expectation(
                "web.wakeupLatency.p99 < 5ms",
                new Location("test.yaml", 7, 5),
                cell("web", Metric.WAKEUP_P99),
                Comparison.LESS,
                new Operand.Literal(5_000_000, ValueKind.DURATION),
                new When.Overall()));
  }

  @Test
  void cellsAgainstEachOtherAtTheEnd() throws ScenarioException {
    Expectation parsed = parse("batch.cpus > 1.5 * root.cpus at end");

    assertThat(parsed.left()).isEqualTo(cell("batch", Metric.CPUS));
    assertThat(parsed.right())
        .isEqualTo(measured(new Subject.OfCell("root"), Metric.CPUS, 1_500_000));
    assertThat(parsed.when()).isEqualTo(new When.AtEnd());
  }

  @Test
  void factorMayStandBehind() throws ScenarioException {
    assertThat(parse("batch.cpus * 2 >= web.cpus at 5s").left())
        .isEqualTo(measured(new Subject.OfCell("batch"), Metric.CPUS, 2_000_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          web.cpuTime > 1.5s                    | 1500000000
          web.utilisation > 12.5%               | 125000
          web.cpus > 2                          | 2000
          web.cpus > 2.5 CPUs                   | 2500
          web.demand > 2.5                      | 2500
          web.cpus == 1 CPU                     | 1000
          web.migrations < 100                  | 100
          violations == 0                       | 0
          server.requestLatency.max < 20 ms     | 20000000
          machine.idle < 1%                     | 10000
          plans.demand > 0                      | 0
          web.lent > 0                          | 0
          web.utilisation > 0                   | 0
          """)
  void literalsTakeTheirUnitFromTheMetric(String text, long value) throws ScenarioException {
    Expectation parsed = parse(text);

    assertThat(parsed.right()).isEqualTo(new Operand.Literal(value, parsed.left().kind()));
  }

  @Test
  void literalMayStandFirst() throws ScenarioException {
    Expectation parsed = parse("5ms > web.wakeupLatency.max");

    assertThat(parsed.left()).isEqualTo(new Operand.Literal(5_000_000, ValueKind.DURATION));
    assertThat(parsed.comparison()).isEqualTo(Comparison.MORE);
  }

  @Test
  void spans() throws ScenarioException {
    assertThat(parse("web.cpuTime > 1s from 5s to 10s").when())
        .isEqualTo(new When.Between(5_000_000_000L, 10_000_000_000L));
    assertThat(parse("web.cpus > 1 at 500ms").when()).isEqualTo(new When.At(500_000_000));
    assertThat(parse("web.cpus > 1 at 0").when()).isEqualTo(new When.At(0));
  }

  @Test
  void everyMetricCanBeAskedFor() throws ScenarioException {
    for (Metric metric : Metric.values()) {
      for (Metric.Of of : metric.subjects()) {
        String subject =
            switch (of) {
              case CELL -> "web.";
              case GROUP -> "server.";
              case PLANS -> "plans.";
              case VIOLATIONS -> "violations";
              case MACHINE -> "machine.";
            };
        Operand left = parse(subject + metric.path() + " >= 0").left();

        assertThat(left)
            .isInstanceOfSatisfying(
                Operand.Measured.class, found -> assertThat(found.metric()).isEqualTo(metric));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "<,  3, true", "<,  2, false", "<=, 2, true", "<=, 1, false", ">,  1, true", ">,  2, false",
    ">=, 2, true", ">=, 3, false", "==, 2, true", "==, 3, false", "!=, 3, true", "!=, 2, false",
  })
  void holdsComparesExactly(String symbol, int right, boolean holds) throws ScenarioException {
    // Left is 4 x 0.5 = 2.
    assertThat(parse("0.5 * web.migrations %s %d".formatted(symbol, right)).holds(any -> 4))
        .isEqualTo(holds);
  }

  @Test
  void holdsDoesNotOverflow() throws ScenarioException {
    assertThat(parse("1000 * web.migrations > 1").holds(any -> Long.MAX_VALUE)).isTrue();
  }

  @Test
  void aShortenedRunDoesNotReachEveryTime() {
    assertThat(new When.At(6).isWithin(5)).isFalse();
    assertThat(new When.Between(1, 6).isWithin(5)).isFalse();
    assertThat(new When.Between(1, 5).isWithin(5)).isTrue();
    assertThat(new When.AtEnd().isWithin(5)).isTrue();
  }
}
