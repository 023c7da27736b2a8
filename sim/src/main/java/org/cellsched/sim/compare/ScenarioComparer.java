package org.cellsched.sim.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import org.cellsched.sim.compare.Comparison.MeasureComparison;
import org.cellsched.sim.compare.Comparison.PolicyRuns;
import org.cellsched.sim.compare.Comparison.Run;
import org.cellsched.sim.compare.Comparison.ScenarioComparison;
import org.cellsched.sim.compare.Comparison.Subject;
import org.cellsched.sim.compare.Comparison.Values;
import org.cellsched.sim.scenario.Scenario;
import org.jspecify.annotations.Nullable;

/**
 * Compares the runs of one scenario. The answer depends on nothing but what the runs measured and
 * the order of policies and seeds.
 */
public final class ScenarioComparer {

  private final List<Column> columns;
  private final List<String> seeds;

  /**
   * One policy's runs.
   *
   * @param runCommand repeats one run, with a seed after it
   * @param runs by seed; null for a run that was not made
   */
  public record Column(String policy, String runCommand, List<@Nullable RunFigures> runs) {}

  /**
   * @param columns the first is the baseline
   */
  public ScenarioComparer(List<Column> columns, List<String> seeds) {
    this.columns = columns;
    this.seeds = seeds;
  }

  /**
   * O(policies × seeds × cells).
   *
   * @param scenario as the first policy has it
   * @param file where it is from
   */
  public ScenarioComparison compare(Scenario scenario, String file) {
    double largestSure = Holm.largestSure(pValues(subjects(Holm.NONE)));
    List<Subject> subjects = subjects(largestSure);
    return new ScenarioComparison(
        scenario.name(),
        file,
        scenario.machine().topology().cpuCount(),
        scenario.durationNs(),
        pValues(subjects).size(),
        columns.stream().map(this::runs).toList(),
        subjects);
  }

  private PolicyRuns runs(Column column) {
    List<Run> made = new ArrayList<>();
    for (int seed = 0; seed < seeds.size(); seed++) {
      RunFigures run = column.runs().get(seed);
      if (run != null) {
        made.add(new Run(seeds.get(seed), run.digest(), run.complete(), run.violations()));
      }
    }
    return new PolicyRuns(column.policy(), column.runCommand(), made);
  }

  private static List<Double> pValues(List<Subject> subjects) {
    return subjects.stream()
        .flatMap(subject -> subject.measures().stream())
        .flatMap(measure -> measure.policies().stream())
        .map(Values::difference)
        .filter(Objects::nonNull)
        .map(Difference::pValue)
        .toList();
  }

  private List<Subject> subjects(double largestSure) {
    List<Subject> subjects = new ArrayList<>();
    for (String subject : subjectNames()) {
      List<MeasureComparison> measures = new ArrayList<>();
      for (Measure measure : Measure.values()) {
        MeasureComparison compared = compare(subject, measure, largestSure);
        if (compared.policies().stream().anyMatch(values -> values.estimate() != null)) {
          measures.add(compared);
        }
      }
      subjects.add(new Subject(subject, measures));
    }
    return subjects;
  }

  /** Cells in the order in which runs name them, the machine last. */
  private SequencedSet<String> subjectNames() {
    SequencedSet<String> names = new LinkedHashSet<>();
    columns.stream()
        .flatMap(column -> column.runs().stream())
        .filter(Objects::nonNull)
        .forEach(run -> names.addAll(run.valuesBySubject().keySet()));
    names.addLast(RunFigures.MACHINE);
    return names;
  }

  private MeasureComparison compare(String subject, Measure measure, double largestSure) {
    List<List<@Nullable Long>> byPolicy = new ArrayList<>();
    for (Column column : columns) {
      List<@Nullable Long> values = new ArrayList<>();
      for (RunFigures run : column.runs()) {
        values.add(run == null ? null : run.value(subject, measure));
      }
      byPolicy.add(values);
    }
    List<Values> compared = new ArrayList<>();
    for (int policy = 0; policy < columns.size(); policy++) {
      List<@Nullable Long> values = byPolicy.get(policy);
      compared.add(
          new Values(
              columns.get(policy).policy(),
              values,
              Estimate.of(present(values)),
              policy == 0 ? null : difference(byPolicy.getFirst(), values, largestSure)));
    }
    return new MeasureComparison(
        measure.path(), measure.words(), measure.unit(), measure.better(), compared);
  }

  private static List<Long> present(List<@Nullable Long> values) {
    List<Long> present = new ArrayList<>();
    for (Long value : values) {
      if (value != null) {
        present.add(value);
      }
    }
    return present;
  }

  private static @Nullable Difference difference(
      List<@Nullable Long> baseline, List<@Nullable Long> values, double largestSure) {
    List<Long> differences = new ArrayList<>();
    for (int seed = 0; seed < values.size(); seed++) {
      Long before = baseline.get(seed);
      Long value = values.get(seed);
      if (before != null && value != null) {
        differences.add(value - before);
      }
    }
    return differences.size() < 2 ? null : Difference.of(differences, largestSure);
  }
}
