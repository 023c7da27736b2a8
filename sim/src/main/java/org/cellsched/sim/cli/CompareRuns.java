package org.cellsched.sim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.yaml.Setting;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.compare.Comparison.ScenarioComparison;
import org.cellsched.sim.compare.RunFigures;
import org.cellsched.sim.compare.ScenarioComparer;
import org.cellsched.sim.compare.ScenarioComparer.Column;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a comparison: each scenario under each policy with each seed. Seed by seed, so that
 * an interrupted comparison has as many of each.
 */
final class CompareRuns {

  /**
   * @param common settings of all policies
   */
  record Plan(
      List<Path> files, List<PolicyOption> policies, List<String> common, List<String> seeds) {

    int runs() {
      return files.size() * policies.size() * seeds.size();
    }

    private int number(int file, int policy, int seed) {
      return (seed * files.size() + file) * policies.size() + policy;
    }

    private Scenario scenario(int file, int policy, int seed) {
      Setting ofSeed = new Setting("--seeds", List.of("seed"), seeds.get(seed));
      return ScenarioOptions.read(
          files.get(file),
          Stream.of(ScenarioOptions.parse(common), policies.get(policy).parsed(), List.of(ofSeed))
              .flatMap(List::stream)
              .toList());
    }

    private String runCommand(int file, int policy) {
      StringBuilder command =
          new StringBuilder("bin/sim run ").append(quoted(files.get(file).toString()));
      Stream.concat(common.stream(), policies.get(policy).settings().stream())
          .forEach(setting -> command.append(" --set ").append(quoted(setting)));
      return command.append(" --seed").toString();
    }

    private static String quoted(String word) {
      return ScenarioOptions.quoted(word);
    }
  }

  private final Plan plan;
  private final Interruption interruption;
  private final AtomicReferenceArray<@Nullable RunFigures> results;
  private final LongAdder done = new LongAdder();

  /** Reads each scenario under each policy once, to complain before the first run. */
  CompareRuns(Plan plan, Interruption interruption) {
    this.plan = plan;
    this.interruption = interruption;
    results = new AtomicReferenceArray<>(plan.runs());
    for (int file = 0; file < plan.files().size(); file++) {
      for (int policy = 0; policy < plan.policies().size(); policy++) {
        plan.scenario(file, policy, 0);
      }
    }
  }

  /** Makes them all, unless interrupted; {@code progress} is called now and then. */
  void run(int threads, Runnable progress) throws InterruptedException {
    new Jobs(threads, plan.runs(), () -> !interruption.isPending()).run(this::work, progress);
  }

  private LongAdder work(LongSupplier numbers) {
    for (long each = numbers.getAsLong(); each != Jobs.NO_MORE; each = numbers.getAsLong()) {
      int number = (int) each;
      int policy = number % plan.policies().size();
      int file = number / plan.policies().size() % plan.files().size();
      int seed = number / plan.policies().size() / plan.files().size();
      RunFigures figures = run(plan.files().get(file), plan.scenario(file, policy, seed));
      if (figures != null) {
        results.set(number, figures);
        done.increment();
      }
    }
    return done;
  }

  /** Null if it was interrupted. */
  private @Nullable RunFigures run(Path file, Scenario scenario) {
    RunResult result =
        ScenarioRun.run(
            file, scenario, RunObserver.NONE, (nowNs, endNs) -> !interruption.isPending());
    boolean cutShort = !result.complete() && !result.schedulerEnded();
    return cutShort ? null : RunFigures.of(result);
  }

  /** How many are made. */
  long done() {
    return done.sum();
  }

  boolean complete() {
    return done() == plan.runs();
  }

  List<ScenarioComparison> compared() {
    List<ScenarioComparison> compared = new ArrayList<>();
    for (int file = 0; file < plan.files().size(); file++) {
      List<Column> columns = new ArrayList<>();
      for (int policy = 0; policy < plan.policies().size(); policy++) {
        List<@Nullable RunFigures> runs = new ArrayList<>();
        for (int seed = 0; seed < plan.seeds().size(); seed++) {
          runs.add(results.get(plan.number(file, policy, seed)));
        }
        columns.add(
            new Column(plan.policies().get(policy).name(), plan.runCommand(file, policy), runs));
      }
      compared.add(
          new ScenarioComparer(columns, plan.seeds())
              .compare(plan.scenario(file, 0, 0), plan.files().get(file).toString()));
    }
    return compared;
  }
}
