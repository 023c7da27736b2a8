package org.cellsched.sim.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.table.Page;
import org.cellsched.sim.fault.Fault;
import org.cellsched.sim.fuzz.FaultHunt;
import org.cellsched.sim.fuzz.FaultHunt.Found;
import org.cellsched.sim.fuzz.Profile;
import org.cellsched.sim.fuzz.ScenarioSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sim faults}: the mistakes that can be switched on, and how soon fuzzing finds them. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the mistakes that --fault puts into the sources.",
      "With --seeds, tells how many runs of sim fuzz it takes to find each; ends with 1 if "
          + "one is not found."
    })
public final class FaultsCommand implements Callable<Integer> {

  private static final int MOST_SEEDS = 10_000;
  private static final long MOST_RUNS = 1_000_000_000;

  private static final String INDENT = "    ";

  /** Of a table in Markdown, as docs/fuzzing.md has it. */
  private static final String ROW = "| %-46s | %-24s | %6s | %6s | %s |%n";

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these (default: all).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Fuzzes with the seeds 1 to N and each fault, until it is found.")
  private int seeds;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How many runs of a seed at most (default: 5000).")
  private long runs = 5_000;

  @Mixin private final JobsOption jobs = new JobsOption();

  FaultsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    OptionRange.require("--seeds", seeds, 0, MOST_SEEDS);
    OptionRange.require("--runs", runs, 1, MOST_RUNS);
    jobs.threads();
    PrintWriter out = console.people(null);
    List<Fault> chosen = chosen();
    if (seeds > 0) {
      return measure(chosen, out);
    }
    Page page = new Page(out);
    for (Fault fault : chosen) {
      page.println(fault.name());
      page.wrapped(INDENT, INDENT, fault.wrong());
    }
    page.flush();
    return ExitStatus.FINE;
  }

  private List<Fault> chosen() {
    if (names.isEmpty()) {
      return FaultOption.all(spec.commandLine());
    }
    return names.stream().map(name -> FaultOption.named(name, spec.commandLine())).toList();
  }

  /** What came of the seeds: runs until found, ascending, one more than allowed if not. */
  private record Measured(long[] runs, String rules, String size) {

    long median() {
      return runs[runs.length / 2];
    }

    long most() {
      return runs[runs.length - 1];
    }
  }

  private int measure(List<Fault> chosen, PrintWriter out) throws InterruptedException {
    Path home = FaultOption.home(spec.commandLine());
    out.printf(ROW, "fault", "found by", "median", "most", "seed 1 made small");
    out.printf("|---|---|--:|--:|---|%n");
    AtomicReferenceArray<Measured> results = new AtomicReferenceArray<>(chosen.size());
    AtomicInteger printed = new AtomicInteger();
    Runnable printReady =
        () -> {
          while (printed.get() < chosen.size() && results.get(printed.get()) != null) {
            print(out, chosen.get(printed.get()), results.get(printed.getAndIncrement()));
          }
        };
    List<Boolean> allFound =
        new Jobs(jobs.threads(), chosen.size(), () -> true)
            .run(numbers -> measure(numbers, chosen, home, results), printReady);
    printReady.run();
    return allFound.contains(false) ? ExitStatus.CHECK_FAILED : ExitStatus.FINE;
  }

  /** Answers whether every seed found its fault, of the faults that this thread took. */
  private boolean measure(
      LongSupplier numbers, List<Fault> chosen, Path home, AtomicReferenceArray<Measured> results) {
    boolean allFound = true;
    for (long each = numbers.getAsLong(); each != Jobs.NO_MORE; each = numbers.getAsLong()) {
      Measured measured = measured(chosen.get((int) each), home);
      allFound &= measured.most() <= runs;
      results.set((int) each, measured);
    }
    return allFound;
  }

  private void print(PrintWriter out, Fault fault, Measured measured) {
    out.printf(
        ROW,
        nameInTable(fault),
        measured.rules,
        text(measured.median()),
        text(measured.most()),
        measured.size);
    out.flush();
  }

  private static String nameInTable(Fault fault) {
    String name = "`" + fault.name() + "`";
    if (fault.near() != null) {
      return name + " (`" + ScenarioSource.NEAR + " " + fault.near() + "`)";
    }
    return fault.profile().equals(Profile.MIXED.word())
        ? name
        : name + " (`--profile " + fault.profile() + "`)";
  }

  private String text(long needed) {
    return needed > runs ? "> " + runs : Long.toString(needed);
  }

  private Measured measured(Fault fault, Path home) {
    FaultHunt hunt = new FaultHunt(fault, home);
    List<Optional<Found>> found =
        LongStream.rangeClosed(1, seeds).mapToObj(seed -> hunt.hunt(seed, runs)).toList();
    String rules =
        String.join(
            ", ",
            found.stream()
                .flatMap(Optional::stream)
                .map(each -> each.rule().replaceAll(" in .*", ""))
                .distinct()
                .sorted()
                .toList());
    return new Measured(
        found.stream().mapToLong(each -> each.map(Found::runs).orElse(runs + 1)).sorted().toArray(),
        rules,
        found.getFirst().map(first -> hunt.makeSmall(1, first.runs() - 1).size()).orElse("-"));
  }
}
