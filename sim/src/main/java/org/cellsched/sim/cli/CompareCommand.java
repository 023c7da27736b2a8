package org.cellsched.sim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.cli.JsonOutput;
import org.cellsched.host.cli.ReportFile;
import org.cellsched.host.report.ComparisonPage;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.Version;
import org.cellsched.sim.compare.Comparison;
import org.cellsched.sim.compare.Estimate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sim compare}: policies on the same scenarios, over several seeds. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Runs scenarios under two or more policies with the same seeds, and shows means with "
          + "95 %% confidence intervals and which differences are more than chance; see "
          + "docs/compare.md.",
      "Ends with 1 if an invariant failed in a run. The result does not depend on --jobs."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  sim compare scenarios/oversubscribed.yaml --policy cells=",
      "      --policy off=policy.borrowing=false --policy fair --seeds 20"
    })
public final class CompareCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "1..*",
      description = "Scenarios (YAML), each compared on its own.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "NAME[=SETTINGS]",
      description =
          "A policy, such as off=policy.borrowing=false: what it puts into each scenario, with"
              + " commas between if it is several; NAME= for the scenario as it is; or"
              + " a scheduler's name: cells, fair, global-vtime, static-cpusets. Repeatable; the"
              + " first is the baseline that the others are compared with. With only one the"
              + " scenario as it is comes before it.")
  private List<String> policies = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Puts a value into all runs, such as duration=5s; repeatable.")
  private List<String> set = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = SeedsOption.Converter.class,
      description = "How many, from 1 on, or a range such as 21-40 (default: 10).")
  private SeedsOption seeds = SeedsOption.parse("10");

  @Mixin private final JobsOption jobs = new JobsOption();

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Writes DIR/report.html: the policies side by side, with intervals.")
  private @Nullable Path report;

  CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    int threads = jobs.threads();
    JsonOutput output = json.open(console);
    ReportFile page = report == null ? null : new ReportFile(console, report);
    CompareRuns.Plan plan = new CompareRuns.Plan(files, chosenPolicies(), set, seeds.seeds());
    long startedNs = System.nanoTime();
    try (Interruption interruption = new Interruption()) {
      CompareRuns runs = new CompareRuns(plan, interruption);
      StatusLine line = new StatusLine(console);
      runs.run(threads, () -> line.show(progress(runs, plan, System.nanoTime() - startedNs)));
      line.erase();
      Comparison comparison = comparison(plan, runs, System.nanoTime() - startedNs);
      if (output != null) {
        output.write(comparison);
      }
      if (page != null) {
        page.write(ComparisonPage.of(title(comparison), comparison));
      }
      new ComparisonPrinter(console.page(output)).print(comparison);
      if (!comparison.complete()) {
        return ExitStatus.INTERRUPTED;
      }
      return comparison.isClean() ? ExitStatus.FINE : ExitStatus.CHECK_FAILED;
    }
  }

  private List<PolicyOption> chosenPolicies() {
    List<PolicyOption> chosen =
        new ArrayList<>(policies.stream().map(PolicyOption::parse).toList());
    if (chosen.size() == 1) {
      chosen.addFirst(PolicyOption.AS_IT_IS);
    }
    for (PolicyOption policy : chosen) {
      if (chosen.stream().filter(other -> other.name().equals(policy.name())).count() > 1) {
        throw new CommandFailure(
            ExitStatus.BAD_INPUT,
            "two policies are called %s; give each a name of its own".formatted(policy.name()));
      }
    }
    return chosen;
  }

  private static String progress(CompareRuns runs, CompareRuns.Plan plan, long tookNs) {
    long done = runs.done();
    String left =
        done == 0
            ? ""
            : ", about " + Amounts.duration(tookNs / done * (plan.runs() - done)) + " to go";
    return done + " of " + plan.runs() + " runs" + left;
  }

  private Comparison comparison(CompareRuns.Plan plan, CompareRuns runs, long tookNs) {
    return new Comparison(
        Version.TEXT,
        runs.complete(),
        Estimate.CONFIDENCE,
        plan.seeds(),
        plan.policies().stream()
            .map(policy -> new Comparison.Policy(policy.name(), policy.settings()))
            .toList(),
        runs.compared(),
        repeatCommand(plan),
        tookNs);
  }

  private static String title(Comparison comparison) {
    return comparison.scenarios().stream()
        .map(Comparison.ScenarioComparison::scenario)
        .collect(Collectors.joining(", "));
  }

  private String repeatCommand(CompareRuns.Plan plan) {
    return "bin/sim compare "
        + plan.files().stream()
            .map(file -> ScenarioOptions.quoted(file.toString()))
            .collect(Collectors.joining(" "))
        + plan.policies().stream()
            .map(policy -> " --policy " + policy.asArgument())
            .collect(Collectors.joining())
        + set.stream()
            .map(setting -> " --set " + ScenarioOptions.quoted(setting))
            .collect(Collectors.joining())
        + " --seeds "
        + seeds.text();
  }
}
