package org.cellsched.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.DurationOption;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.fuzz.Finding;
import org.cellsched.sim.fuzz.Outcome;
import org.cellsched.sim.fuzz.Profile;
import org.cellsched.sim.fuzz.ScenarioGenerator;
import org.cellsched.sim.fuzz.ScenarioSource;
import org.cellsched.sim.fuzz.Situation;
import org.cellsched.sim.fuzz.Variations;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sim fuzz}: draws scenarios, runs them, and makes those that fail small. */
@Command(
    name = "fuzz",
    mixinStandardHelpOptions = true,
    description = {
      "Draws random scenarios, runs each with every check on, and writes what fails, made "
          + "small.",
      "A run is a function of seed, profile and number. The last line is the digest of all "
          + "runs, whatever the number of jobs."
    })
public final class FuzzCommand implements Callable<Integer> {

  private static final long DEFAULT_RUNS = 1_000;
  private static final long MOST_RUNS = 1_000_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  /** So many failing runs are listed; they are counted all the same. */
  private static final int LISTED = 10;

  /** A campaign of mixed runs that is as long as this must have come to every situation. */
  private static final long RUNS_THAT_REACH_ALL = 20_000;

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How many (default: 1000, or as many as fit into --time).")
  private @Nullable Long runs;

  @Option(
      names = "--time",
      paramLabel = "T",
      converter = DurationOption.class,
      description = "Begins no run after this long, such as 10min.")
  private @Nullable Long timeNs;

  @Option(names = "--seed", paramLabel = "S", description = "Of all draws (default: 1).")
  private long seed = 1;

  @Mixin private final JobsOption jobs = new JobsOption();

  @Option(
      names = ScenarioSource.PROFILE,
      paramLabel = "NAME",
      converter = ProfileOption.class,
      description = "What to lean towards, see below (default: mixed).")
  private @Nullable Profile profile;

  @Option(
      names = ScenarioSource.NEAR,
      paramLabel = "FILE",
      description = {
        "Draws variations of this scenario, or of all in this folder: other draws and orders, "
            + "things sooner, later or at one instant, fewer tasks. Repeatable."
      })
  private List<Path> near = List.of();

  @Mixin private final FaultOption fault = new FaultOption();

  @Option(
      names = "--failures",
      paramLabel = "DIR",
      description = "Where to write scenarios that fail (default: fuzz-failures).")
  private Path failures = Path.of("fuzz-failures");

  @Option(
      names = "--show",
      paramLabel = "RUN",
      description = "Prints the scenario of this run, as it was drawn, and runs nothing.")
  private @Nullable Long show;

  @Option(
      names = "--situations",
      description = "Lists in how many runs each situation came up that should.")
  private boolean situations;

  FuzzCommand(Console console) {
    this.console = console;
  }

  /** The command, whose help lists the profiles. */
  static CommandLine commandLine(Console console) {
    CommandLine command = new CommandLine(new FuzzCommand(console));
    command
        .getCommandSpec()
        .usageMessage()
        .footerHeading("%nProfiles:%n")
        .footer(
            Arrays.stream(Profile.values())
                .map(each -> "  %-11s %s".formatted(each.word(), each.meaning()))
                .toArray(String[]::new));
    return command;
  }

  @Override
  public Integer call() throws InterruptedException {
    requireRanges();
    PrintWriter out = console.people(null);
    ScenarioSource source = source();
    if (show != null) {
      out.print(ScenarioWriter.write(source.scenario(show)));
      out.flush();
      return ExitStatus.FINE;
    }
    try (Interruption interruption = new Interruption()) {
      return campaign(source, interruption, out);
    }
  }

  private Profile profileOrMixed() {
    return profile == null ? Profile.MIXED : profile;
  }

  private ScenarioSource source() {
    if (near.isEmpty()) {
      return new ScenarioGenerator(seed, profileOrMixed());
    }
    if (profile != null) {
      throw new ParameterException(
          spec.commandLine(), "expected --profile or --near, not both: variations have no profile");
    }
    try {
      return Variations.near(near, seed);
    } catch (ScenarioException e) {
      throw ScenarioOptions.bad(e);
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, "cannot read " + e.getMessage(), e);
    }
  }

  private void requireRanges() {
    OptionRange.require("--runs", runs == null ? 1 : runs, 1, MOST_RUNS);
    OptionRange.require("--time", timeNs == null ? 1 : timeNs, 1, Long.MAX_VALUE);
    jobs.threads();
    OptionRange.require("--show", show == null ? 0 : show, 0, MOST_RUNS);
  }

  private int campaign(ScenarioSource source, Interruption interruption, PrintWriter out)
      throws InterruptedException {
    long startedNs = System.nanoTime();
    Long limitNs = timeNs;
    BooleanSupplier goesOn =
        () ->
            !interruption.isPending()
                && (limitNs == null || System.nanoTime() - startedNs < limitNs);
    long most = runs != null ? runs : limitNs == null ? DEFAULT_RUNS : MOST_RUNS;
    FuzzWorkers workers = new FuzzWorkers(source, most, goesOn);
    StatusLine line = new StatusLine(console);
    FuzzWorkers.Result result =
        workers.run(
            jobs.threads(), () -> line.show(progress(workers, System.nanoTime() - startedNs)));
    line.erase();
    printSummary(out, result, System.nanoTime() - startedNs);
    writeFindings(out, source, result);
    boolean complete = printSituations(out, result);
    out.printf("digest %s%n", result.digest());
    out.flush();
    if (interruption.isPending()) {
      return ExitStatus.INTERRUPTED;
    }
    return result.failures().isEmpty() && complete ? ExitStatus.FINE : ExitStatus.CHECK_FAILED;
  }

  private static String progress(FuzzWorkers workers, long tookNs) {
    return rates(workers.done(), workers.events(), tookNs)
        + ", %d failed".formatted(workers.failed());
  }

  private static String rates(long runs, long events, long tookNs) {
    double seconds = tookNs / NANOS_PER_SECOND;
    return "%,d runs (%,.0f/s), %,d events (%,.0f/s)"
        .formatted(runs, runs / seconds, events, events / seconds);
  }

  private void printSummary(PrintWriter out, FuzzWorkers.Result result, long tookNs) {
    out.printf(
        "%s in %s, %d failed%n",
        rates(result.runs(), result.events(), tookNs),
        Amounts.duration(tookNs),
        result.failures().size());
    result.failures().entrySet().stream()
        .limit(LISTED)
        .forEach(failed ->
            out.printf(
                "FAILED  run %d, %s: %s%n",
                failed.getKey(), failed.getValue().rule(), failed.getValue().detail()));
    if (result.failures().size() > LISTED) {
      out.printf("        and %d more%n", result.failures().size() - LISTED);
    }
    out.flush();
  }

  /** Answers false if a long campaign of mixed runs never came to one of them. */
  private boolean printSituations(PrintWriter out, FuzzWorkers.Result result) {
    List<Situation> never = result.situations().never();
    int all = Situation.values().length;
    out.printf("situations: %d of %d reached%n", all - never.size(), all);
    if (situations) {
      for (Situation situation : Situation.values()) {
        out.printf(
            "%,10d  %-34s  %s%n",
            result.situations().runs(situation), situation.word(), situation.meaning());
      }
    }
    boolean must =
        near.isEmpty() && profileOrMixed() == Profile.MIXED && result.runs() >= RUNS_THAT_REACH_ALL;
    if (must) {
      never.forEach(
          each -> out.printf("FAILED  never reached: %s (%s)%n", each.word(), each.meaning()));
    }
    return never.isEmpty() || !must;
  }

  /** The first run that failed by each rule, made small. */
  private void writeFindings(PrintWriter out, ScenarioSource source, FuzzWorkers.Result result) {
    Map<String, Long> firstByRule = new TreeMap<>();
    result.failures().forEach((run, failure) -> firstByRule.putIfAbsent(failure.rule(), run));
    for (long run : firstByRule.values()) {
      Outcome.Failure failure = result.failures().get(run);
      if (failure != null) {
        Finding finding = Finding.of(source, run, failure);
        Path file = write(finding);
        out.printf(
            "run %d %s: %s%n        bin/sim run%s %s%n",
            run,
            finding.runs() == 0 ? "as it is" : "made small in " + finding.runs() + " runs",
            finding.size(),
            fault.asArguments(),
            file);
        out.flush();
      }
    }
  }

  private Path write(Finding finding) {
    Path file = failures.resolve(finding.name() + ".yaml");
    try {
      Files.createDirectories(failures);
      Files.writeString(file, finding.yaml());
    } catch (IOException e) {
      throw new CommandFailure(
          ExitStatus.BAD_INPUT, "cannot write " + file + ": " + e.getMessage(), e);
    }
    return file;
  }
}
