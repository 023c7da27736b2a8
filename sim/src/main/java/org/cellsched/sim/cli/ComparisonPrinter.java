package org.cellsched.sim.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cellsched.host.table.Amounts;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.TextTable;
import org.cellsched.host.table.Tone;
import org.cellsched.sim.cli.MeasureRow.Verdict;
import org.cellsched.sim.compare.Comparison;
import org.cellsched.sim.compare.Comparison.MeasureComparison;
import org.cellsched.sim.compare.Comparison.PolicyRuns;
import org.cellsched.sim.compare.Comparison.Run;
import org.cellsched.sim.compare.Comparison.ScenarioComparison;
import org.cellsched.sim.compare.Comparison.Subject;
import org.cellsched.sim.compare.RunFigures;

/** Shows a comparison to a person: what is sure first, then every measure. */
final class ComparisonPrinter {

  /** Sure changes listed of each kind above the tables, largest first. */
  private static final int LISTED = 3;

  /** Of policies above the columns; longer names are cut. */
  private static final int LONGEST_NAME = 10;

  private final Page out;

  ComparisonPrinter(Page out) {
    this.out = out;
  }

  void print(Comparison comparison) {
    for (ScenarioComparison scenario : comparison.scenarios()) {
      head(comparison, scenario);
      for (int policy = 1; policy < comparison.policies().size(); policy++) {
        summary(scenario, policy);
      }
      for (int policy = 1; policy < comparison.policies().size(); policy++) {
        table(scenario, policy);
      }
      legend(scenario);
      scenario.runs().forEach(this::troubles);
      out.println();
      out.println("Each run again, S being a seed:");
      scenario.runs().forEach(runs -> command(runs.policy(), runs.runCommand() + " S"));
      out.println();
    }
    out.println("All of it again, in " + Amounts.duration(comparison.wallNs()) + " here:");
    command("", comparison.repeatCommand());
    out.flush();
  }

  /** In one line, to be copied, however long. */
  private void command(String what, String command) {
    out.printf("  %-11s %s%n", what, command);
  }

  private void head(Comparison comparison, ScenarioComparison scenario) {
    List<String> seeds = comparison.seeds();
    out.wrapped(
        "",
        "",
        "%s: %d CPUs, %s simulated, seeds %s to %s%s"
            .formatted(
                scenario.scenario(),
                scenario.cpus(),
                Amounts.duration(scenario.durationNs()),
                seeds.getFirst(),
                seeds.getLast(),
                comparison.complete() ? "" : partial(comparison, scenario)));
  }

  private static String partial(Comparison comparison, ScenarioComparison scenario) {
    int made = scenario.runs().stream().mapToInt(runs -> runs.runs().size()).sum();
    return " (PARTIAL: interrupted, %d of %d runs made)"
        .formatted(made, comparison.seeds().size() * comparison.policies().size());
  }

  // --- what is sure

  private void summary(ScenarioComparison scenario, int policy) {
    Map<Verdict, List<Change>> changes = new EnumMap<>(Verdict.class);
    for (Subject subject : scenario.subjects()) {
      for (MeasureComparison measure : subject.measures()) {
        MeasureRow row = MeasureRow.of(measure, policy);
        if (row.isSureAmongAll()) {
          changes
              .computeIfAbsent(row.verdict(), unseen -> new ArrayList<>())
              .add(new Change(subject.name(), row));
        }
      }
    }
    String name = scenario.runs().get(policy).policy();
    String baseline = scenario.runs().getFirst().policy();
    changes.remove(Verdict.NONE);
    out.println();
    out.println(
        name + " against " + baseline + (changes.isEmpty() ? ": nothing differs for sure" : ""));
    changes.forEach(this::listed);
  }

  private record Change(String subject, MeasureRow row) {

    private String text() {
      String whose = subject.equals(RunFigures.MACHINE) ? "" : subject + " ";
      return whose + row.measure().name() + " " + row.change();
    }
  }

  private void listed(Verdict verdict, List<Change> changes) {
    int more = changes.size() - LISTED;
    out.line(
        "  " + verdict.word(),
        changes.stream()
                .sorted(Comparator.comparing((Change each) -> each.row.relativeSize()).reversed())
                .limit(LISTED)
                .map(Change::text)
                .collect(Collectors.joining(", "))
            + (more > 0 ? ", and " + more + " more" : ""));
  }

  // --- every measure

  private void table(ScenarioComparison scenario, int policy) {
    String baseline = scenario.runs().getFirst().policy();
    String name = scenario.runs().get(policy).policy();
    TextTable table =
        new TextTable("", shortened(baseline), "", shortened(name), "", "difference", "change", "")
            .leftAligned(7)
            .mayLose(2, 4)
            .mayLose(1)
            .mayLose(5)
            .mayLose(3);
    for (Subject subject : scenario.subjects()) {
      List<String[]> rows =
          subject.measures().stream()
              .map(measure -> MeasureRow.of(measure, policy))
              .filter(MeasureRow::isWorthALine)
              .map(this::cells)
              .toList();
      if (!rows.isEmpty()) {
        table.row(Page.shortened(subject.name()), "", "", "", "", "", "", "");
        rows.forEach(table::row);
      }
    }
    out.println();
    out.table(table);
  }

  private String[] cells(MeasureRow row) {
    String[] cells = row.cells();
    int last = cells.length - 1;
    cells[last] =
        switch (row.verdict()) {
          case BETTER -> out.paint(Tone.GOOD, cells[last]);
          case WORSE -> out.paint(Tone.BAD, cells[last]);
          case DIFFERS, NONE -> cells[last];
        };
    return cells;
  }

  private static String shortened(String policy) {
    return policy.length() <= LONGEST_NAME ? policy : policy.substring(0, LONGEST_NAME - 1) + "~";
  }

  // --- what to know about it

  private void legend(ScenarioComparison scenario) {
    int runs = scenario.runs().getFirst().runs().size();
    out.wrapped(
        "",
        "",
        "Means of %s; ±: 95 %% confidence, differences paired by seed."
            .formatted(Amounts.counted(runs, "run")));
    out.wrapped(
        "",
        "",
        "*: more than chance, looked at alone; **: so even among these %d differences."
            .formatted(scenario.differences()));
    if (scenario.runs().stream().allMatch(ComparisonPrinter::withoutChance)) {
      out.wrapped(
          "", "", "All seeds gave equal runs: nothing in this scenario is drawn by chance.");
    }
  }

  private static boolean withoutChance(PolicyRuns runs) {
    return runs.runs().size() > 1 && runs.runs().stream().map(Run::digest).distinct().count() == 1;
  }

  /** Runs that broke a rule, or that the kernel ended. */
  private void troubles(PolicyRuns runs) {
    List<Run> violating = runs.runs().stream().filter(run -> run.violations() > 0).toList();
    List<Run> ended = runs.runs().stream().filter(run -> !run.complete()).toList();
    if (!violating.isEmpty()) {
      out.line(
          "VIOLATIONS",
          "%s: in %d of %d runs, the first with seed %s"
              .formatted(
                  runs.policy(),
                  violating.size(),
                  runs.runs().size(),
                  violating.getFirst().seed()));
    }
    if (!ended.isEmpty()) {
      out.line(
          "ENDED",
          "%s: the kernel ended the scheduler in %d of %d runs, which count for nothing else"
              .formatted(runs.policy(), ended.size(), runs.runs().size()));
    }
  }
}
