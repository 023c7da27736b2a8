package org.cellsched.sim.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.table.Page;
import org.cellsched.sim.fault.Fault;
import org.cellsched.sim.fuzz.FaultHunt;
import org.cellsched.sim.fuzz.FaultHunt.Found;
import org.cellsched.sim.fuzz.Profile;
import picocli.CommandLine.Command;
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
      "With --seeds, tells how many runs of sim fuzz it takes to find each; ends with 1 if one is",
      "not found."
    })
public final class FaultsCommand implements Callable<Integer> {

  private static final int MOST_SEEDS = 10_000;
  private static final long MOST_RUNS = 1_000_000_000;
  private static final int MOST_JOBS = 1_024;
  private static final String INDENT = "    ";

  /** Of a table in Markdown, as docs/fuzzing.md has it. */
  private static final String ROW = "| %-46s | %-24s | %6s | %6s | %s |%n";

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Only these (default: all, and with --seeds all that can be found).")
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

  @Option(
      names = "--jobs",
      paramLabel = "J",
      description = "Faults at the same time (default: one per CPU of this machine).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  FaultsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    OptionRange.require("--seeds", seeds, 0, MOST_SEEDS);
    OptionRange.require("--runs", runs, 1, MOST_RUNS);
    OptionRange.require("--jobs", jobs, 1, MOST_JOBS);
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
      return FaultOption.all(spec.commandLine()).stream()
          .filter(fault -> seeds == 0 || fault.unfound() == null)
          .toList();
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
    boolean allFound = true;
    try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
      List<Future<Measured>> results = new ArrayList<>();
      chosen.forEach(fault -> results.add(pool.submit(() -> measured(fault, home))));
      for (int index = 0; index < chosen.size(); index++) {
        Measured measured = results.get(index).get();
        allFound &= measured.most() <= runs;
        out.printf(
            ROW,
            nameInTable(chosen.get(index)),
            measured.rules,
            text(measured.median()),
            text(measured.most()),
            measured.size);
        out.flush();
      }
    } catch (ExecutionException defect) {
      throw new IllegalStateException(defect.getCause());
    }
    return allFound ? ExitStatus.FINE : ExitStatus.CHECK_FAILED;
  }

  private static String nameInTable(Fault fault) {
    String name = "`" + fault.name() + "`";
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
