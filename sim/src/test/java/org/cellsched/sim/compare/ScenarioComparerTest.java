package org.cellsched.sim.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.cellsched.sim.compare.Comparison.MeasureComparison;
import org.cellsched.sim.compare.Comparison.ScenarioComparison;
import org.cellsched.sim.compare.Comparison.Values;
import org.cellsched.sim.compare.ScenarioComparer.Column;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScenarioComparerTest {

  private static RunFigures run(boolean complete, String cell, long cpuTimeNs, long violations) {
    SequencedMap<String, Map<Measure, Long>> values = new LinkedHashMap<>();
    values.put(cell, new EnumMap<>(Map.of(Measure.CPU_TIME, cpuTimeNs)));
    values.put(RunFigures.MACHINE, new EnumMap<>(Map.of(Measure.VIOLATIONS, violations)));
    return new RunFigures("digest", complete, violations, values);
  }

  private static Column column(String policy, @Nullable RunFigures... runs) {
    return new Column(policy, "run " + policy, Arrays.asList(runs));
  }

  private static Column column(String policy, List<Long> cpuTimes) {
    return column(
        policy, cpuTimes.stream().map(ns -> run(true, "web", ns, 0)).toArray(RunFigures[]::new));
  }

  private static ScenarioComparison compare(Column... columns) throws ScenarioException {
    Scenario scenario =
        ScenarioReader.parse(
            "scenario: it\nduration: 1s\nmachine: {coresPerLlc: 2}\n", "it.yaml", List.of());
    List<String> seeds =
        IntStream.rangeClosed(1, columns[0].runs().size()).mapToObj(Integer::toString).toList();
    return new ScenarioComparer(List.of(columns), seeds).compare(scenario, "it.yaml");
  }

  private static Values values(ScenarioComparison of, String subject, Measure which, int policy) {
    MeasureComparison measure =
        of.subjects().stream()
            .filter(each -> each.name().equals(subject))
            .flatMap(each -> each.measures().stream())
            .filter(each -> each.measure().equals(which.path()))
            .findFirst()
            .orElseThrow();
    return measure.policies().get(policy);
  }

  private static Difference cpuTime(ScenarioComparison of) {
    return Objects.requireNonNull(values(of, "web", Measure.CPU_TIME, 1).difference());
  }

  @Test
  void pairsAreOfDifferentSeeds() throws ScenarioException {
    // What a seed brings is large, what the policy changes is small: only pairs show it.
    ScenarioComparison compared =
        compare(
            column("a", List.of(100L, 900L, 500L, 300L)),
            column("b", List.of(111L, 909L, 511L, 309L)));

    assertThat(cpuTime(compared).mean()).isEqualTo(10);
    assertThat(cpuTime(compared).halfWidth()).isLessThan(2);
    assertThat(cpuTime(compared).evidence()).isEqualTo(Difference.Evidence.AMONG_ALL);
    assertThat(values(compared, "web", Measure.CPU_TIME, 0).difference()).isNull();
  }

  @Test
  void orderOfSeedsMatters() throws ScenarioException {
    List<Long> before = List.of(100L, 950L, 470L, 310L, 12L);
    List<Long> after = List.of(130L, 900L, 500L, 300L, 40L);
    Difference expected = cpuTime(compare(column("a", before), column("b", after)));
    for (int seed = 0; seed < 20; seed++) {
      List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4));
      Collections.shuffle(order, new Random(seed));
      Difference shuffled =
          cpuTime(
              compare(
                  column("a", order.stream().map(before::get).toList()),
                  column("b", order.stream().map(after::get).toList())));

      assertThat(shuffled.mean()).as("seed %d", seed).isCloseTo(expected.mean(), within(1e-9));
      assertThat(shuffled.halfWidth()).isCloseTo(expected.halfWidth(), within(1e-9));
    }
  }

  @Test
  void otherBaselineShowsAnotherDifference() throws ScenarioException {
    List<Long> one = List.of(100L, 950L, 470L);
    List<Long> other = List.of(130L, 900L, 500L);
    Difference forth = cpuTime(compare(column("a", one), column("b", other)));
    Difference back = cpuTime(compare(column("b", other), column("a", one)));

    assertThat(back.mean()).isEqualTo(-forth.mean());
    assertThat(back.halfWidth()).isEqualTo(forth.halfWidth());
    assertThat(back.pValue()).isEqualTo(forth.pValue());
  }

  @Test
  void runThatWasNotMadeCounts() throws ScenarioException {
    ScenarioComparison compared =
        compare(
            column("a", run(true, "web", 10, 0), null, run(true, "web", 20, 0), null),
            column("b", run(true, "web", 13, 0), null, run(true, "web", 24, 0), null));

    assertThat(values(compared, "web", Measure.CPU_TIME, 1).values())
        .containsExactly(13L, null, 24L, null);
    assertThat(cpuTime(compared).pairs()).isEqualTo(2);
    assertThat(cpuTime(compared).mean()).isEqualTo(3.5);
    assertThat(compared.runs().getFirst().runs())
        .extracting(Comparison.Run::seed)
        .containsExactly("1", "3");
  }

  @Test
  void runThatTheKernelEndedCountsAsAWholeOne() throws ScenarioException {
    ScenarioComparison compared =
        compare(
            column("a", run(true, "web", 10, 0), run(true, "web", 10, 0)),
            column("b", run(false, "web", 1, 1), run(true, "web", 11, 0)));

    assertThat(values(compared, "web", Measure.CPU_TIME, 1).values()).containsExactly(null, 11L);
    assertThat(values(compared, "web", Measure.CPU_TIME, 1).difference()).isNull();
    assertThat(values(compared, RunFigures.MACHINE, Measure.VIOLATIONS, 1).values())
        .containsExactly(1L, 0L);
  }

  @Test
  void cellOfOnlyOnePolicyIsLost() throws ScenarioException {
    ScenarioComparison compared =
        compare(
            column("a", run(true, "web", 10, 0), run(true, "web", 10, 0)),
            column("b", run(true, "late", 5, 0), run(true, "late", 6, 0)));

    assertThat(compared.subjects())
        .extracting(Comparison.Subject::name)
        .containsExactly("web", "late", RunFigures.MACHINE);
    assertThat(values(compared, "late", Measure.CPU_TIME, 0).estimate()).isNull();
    assertThat(values(compared, "late", Measure.CPU_TIME, 1).estimate())
        .isEqualTo(Estimate.of(List.of(5L, 6L)));
    assertThat(compared.differences()).as("only violations have pairs").isEqualTo(1);
  }
}
